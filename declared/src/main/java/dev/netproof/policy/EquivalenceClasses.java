package dev.netproof.policy;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Sorts ends into classes that no policy can tell apart, so that a graph is computed once per pair of classes.
 *
 * <p>What makes an end: the policies that select it, the peers it belongs to, and what its port names mean.
 */
final class EquivalenceClasses {

    private record Traits(RuleChain ingress, RuleChain egress, BitSet certain, BitSet byAddress, BitSet possible,
            NamedPorts ports,
            @Nullable Boolean wide) {}

    private final List<RulePeers> peers;
    private final Map<Traits, Integer> numbers = new HashMap<>();

    EquivalenceClasses(List<Rule> rules) {
        Set<RulePeers> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        rules.forEach(rule -> distinct.add(rule.peers()));
        distinct.remove(RulePeers.ANYONE);
        peers = List.copyOf(distinct);
    }

    /** The number of the end's class, from 0. */
    int classOf(End end) {
        BitSet certain = new BitSet();
        BitSet byAddress = new BitSet();
        BitSet possible = new BitSet();
        for (int i = 0; i < peers.size(); i++) {
            certain.set(i, peers.get(i).match(end));
            byAddress.set(i, peers.get(i).matchByAddressOnly(end));
            possible.set(i, peers.get(i).mayMatch(end));
        }
        Traits traits = new Traits(end.chain(Direction.INGRESS), end.chain(Direction.EGRESS), certain, byAddress,
                possible,
                end.namedPorts, end.address == null ? null : end.address.wide());
        return numbers.computeIfAbsent(traits, any -> numbers.size());
    }

    int size() {
        return numbers.size();
    }
}
