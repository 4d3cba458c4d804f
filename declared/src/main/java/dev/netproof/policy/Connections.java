package dev.netproof.policy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import dev.netproof.evidence.Direction;

/**
 * Everything that may pass between two ends.
 *
 * <p>Asks {@link DeclaredPolicies#decide} at each port where some rule begins or ends: in between nothing changes. So a
 * graph can't say other things than a verdict.
 */
final class Connections {

    private static final int FIRST_CAPACITY = 64;

    /** What may pass, and what nobody knows. */
    record Found(ConnectionSet allowed, ConnectionSet unknown) {

        static final Found NOTHING = new Found(ConnectionSet.NONE, ConnectionSet.NONE);

        boolean isNothing() {
            return allowed.isEmpty() && unknown.isEmpty();
        }

        Found union(Found other) {
            return equals(other) ? this : new Found(allowed.union(other.allowed), unknown.union(other.unknown));
        }
    }

    /** Equal results are one object: there are few, and millions of edges that have them. */
    private final Map<Found, Found> known = new HashMap<>();
    private int[] starts = new int[FIRST_CAPACITY];
    private int count;

    Found between(End source, End destination) {
        Map<Transport, PortSet> allowed = new EnumMap<>(Transport.class);
        Map<Transport, PortSet> unknown = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            count = 0;
            add(RulePorts.LOWEST);
            collect(source.chain(Direction.EGRESS), destination, destination, transport);
            collect(destination.chain(Direction.INGRESS), source, destination, transport);
            Arrays.sort(starts, 0, count);
            PortSet.Builder open = new PortSet.Builder();
            PortSet.Builder unsettled = new PortSet.Builder();
            for (int i = 0; i < count; i++) {
                int first = starts[i];
                int last = i + 1 < count ? starts[i + 1] - 1 : RulePorts.HIGHEST;
                if (first <= last) {
                    switch (DeclaredPolicies.decide(source, destination, transport, first)) {
                        case ALLOWED -> open.add(first, last);
                        case UNKNOWN -> unsettled.add(first, last);
                        case DENIED -> {
                            // Nothing passes.
                        }
                    }
                }
            }
            allowed.put(transport, open.build());
            unknown.put(transport, unsettled.build());
        }
        Found found = new Found(new ConnectionSet(allowed), new ConnectionSet(unknown));
        return known.computeIfAbsent(found, any -> found);
    }

    private void collect(RuleChain chain, End peer, End target, Transport transport) {
        for (Rule rule : chain.everyRule()) {
            if (rule.peers().match(peer) || rule.peers().mayMatch(peer)) {
                rule.ports().boundaries(target, transport, this::add);
            }
        }
    }

    private void add(int start) {
        if (start <= RulePorts.HIGHEST) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = start;
        }
    }
}
