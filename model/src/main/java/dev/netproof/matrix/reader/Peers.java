package dev.netproof.matrix.reader;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;

/** The peers of one matrix, looked up by those who refer to them. */
final class Peers {

    private final SequencedMap<String, Peer> byName;
    private final Collection<Peer> written;
    private final boolean complete;
    private final Variables variables;
    private final Set<String> used = new HashSet<>();

    /**
     * Peers by name.
     *
     * @param written those of the matrix itself, not of files it includes
     * @param complete false when peers are missing for a reason that was told
     * @param variables those the matrix declares
     */
    Peers(SequencedMap<String, Peer> byName, Collection<Peer> written, boolean complete, Variables variables) {
        this.byName = byName;
        this.written = written;
        this.complete = complete;
        this.variables = variables;
    }

    /**
     * Those of included files, then the others, in the order of the files; without those that speak of variables the
     * matrix has not.
     */
    Collection<Peer> all() {
        return byName.values().stream().filter(peer -> variables.know(peer.variables())).toList();
    }

    /** Those of the matrix itself that no edge names. */
    List<Peer> unused() {
        return written.stream().filter(peer -> !used.contains(peer.name())).toList();
    }

    void use(String peer) {
        used.add(peer);
    }

    /** The peer a value names, when it is known and nothing is wrong with it. */
    Optional<Peer> named(Value reference) {
        return reference.text().flatMap(name -> {
            var peer = byName.get(name);
            if (peer == null && complete) {
                reference.wrong("there is no peer " + Quote.of(name) + ". " + suggestion(name));
            }
            return Optional.ofNullable(peer).filter(Peer::sound)
                    .filter(found -> variables.know(found.variables(), reference, "peer " + found.name()));
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
            var source = peer.asSource();
            if (source.isEmpty()) {
                reference.wrong(peer.isOutside()
                        ? "peer " + peer.name() + " is outside the cluster, where no probe pod can start."
                                + " Start from a peer with labels, a workload or pods."
                        : "peer " + peer.name() + " has no identity that a probe pod could take on."
                                + " Give it labels, a workload or pods.");
            }
            return source;
        });
    }

    /** The destination a value names. */
    Optional<Destination> destination(Value reference) {
        return named(reference).flatMap(peer -> {
            use(peer.name());
            var destination = peer.asDestination();
            if (destination.isEmpty()) {
                reference.wrong("peer " + peer.name() + " has labels alone, which nothing can connect to."
                        + " Give it a service or a workload, or standIn: true.");
            }
            return destination;
        });
    }
}
