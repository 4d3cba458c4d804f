package dev.netproof.matrix;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import dev.netproof.evidence.Protocol;

/** The peers of one matrix, looked up by those who refer to them. */
final class Peers {

    private final SequencedMap<String, Peer> byName;
    private final Set<String> used = new HashSet<>();

    Peers(SequencedMap<String, Peer> byName) {
        this.byName = byName;
    }

    /** In the order of the file. */
    Collection<Peer> all() {
        return byName.values();
    }

    boolean isUsed(Peer peer) {
        return used.contains(peer.name());
    }

    void use(String peer) {
        used.add(peer);
    }

    /** The peer a value names, when it is known and nothing is wrong with it. */
    Optional<Peer> named(Value reference) {
        return reference.text().flatMap(name -> {
            var peer = byName.get(name);
            if (peer == null) {
                reference.wrong("there is no peer " + Quote.of(name) + ". " + suggestion(name));
                return Optional.empty();
            }
            return Optional.of(peer).filter(Peer::sound);
        });
    }

    private String suggestion(String written) {
        return Nearest.to(written, byName.keySet())
                .map(name -> "Did you mean " + name + "?")
                .orElse("Add it to peers.");
    }

    /** The source a value names. */
    Optional<Source> source(Value reference) {
        return named(reference).flatMap(peer -> {
            use(peer.name());
            var identity = peer.identity();
            if (identity != null) {
                return Optional.of(new Source(peer.name(), identity));
            }
            reference.wrong(peer.isExternal()
                    ? "peer " + peer.name() + " is outside the cluster, where no probe pod can start."
                            + " Start from a peer with labels or a workload."
                    : "peer " + peer.name() + " has no identity that a probe pod could take on."
                            + " Give it labels or a workload.");
            return Optional.empty();
        });
    }

    /** The destination a value names. */
    Optional<Destination> destination(Value reference) {
        return named(reference).flatMap(peer -> {
            use(peer.name());
            var target = peer.target();
            if (target != null) {
                return Optional.of(new Destination(peer.name(), target));
            }
            reference.wrong("peer " + peer.name() + " has labels alone, which nothing can connect to."
                    + " Give it a service or a workload.");
            return Optional.empty();
        });
    }

    /**
     * What ports listed for a peer are worth to it: outside the cluster they need a number.
     *
     * @return whether the port can be found on the destination
     */
    static boolean knows(Target target, Port port) {
        return switch (target) {
            case Target.OfService s -> true;
            case Target.OfWorkload w -> true;
            case Target.Address a -> port instanceof Port.Numbered;
            case Target.Host h -> port instanceof Port.Numbered;
        };
    }

    /** {@code 8080}, {@code http} or {@code 53/UDP}, as a matrix would write it. */
    static String written(Port port) {
        return word(port) + (port.protocol() == Protocol.TCP ? "" : "/" + port.protocol());
    }

    /** The number or name of a port. */
    static String word(Port port) {
        return switch (port) {
            case Port.Numbered(int number, Protocol p) -> Integer.toString(number);
            case Port.Named(String name, Protocol p) -> name;
        };
    }
}
