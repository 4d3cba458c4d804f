package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code spec}: peers first, for the edges refer to them. */
final class SpecReader {

    static final Map<String, String> LATER = Map.of(
            "forEach", "Write one matrix for each namespace.",
            "include", "Name the other file beside this one on the command line.");

    /** Beyond this a matrix is taken for a mistake. */
    static final int MOST_EDGES = 100_000;

    private final Problems problems;

    SpecReader(Problems problems) {
        this.problems = problems;
    }

    /** All edges, those of {@code otherwise} last; complete when no problem was recorded. */
    List<Edge> read(Fields spec) {
        int before = problems.errors();
        var settings = spec.take("defaults").flatMap(value -> value.fields("Write {timeout: 3s}.")).map(fields -> {
            var overridden = Settings.INITIAL.overriddenBy(fields);
            fields.close();
            return overridden;
        }).orElse(Settings.INITIAL);
        var peers = new PeerReader(problems).read(spec.require("peers", "Add the peers that edges connect."));
        var otherwise = Otherwise.read(spec, peers);
        var edges = new ArrayList<>(written(spec, new EdgeReader(peers, settings,
                otherwise.map(Otherwise::expected).orElse(null))));
        spec.close(LATER);
        if (problems.errors() == before) {
            otherwise.ifPresent(o -> expand(o, new OtherwiseEdges(o, settings, edges), peers, edges));
        }
        if (problems.errors() == before) {
            lint(spec, peers, edges);
        }
        return edges;
    }

    private List<Edge> written(Fields spec, EdgeReader reader) {
        var edges = new ArrayList<Edge>();
        var conflicts = new Conflicts(problems);
        spec.take("edges").ifPresent(value -> {
            for (var entry : value.items("Begin each edge with a hyphen.")) {
                int before = problems.errors();
                var read = reader.read(entry);
                if (problems.errors() == before) {
                    conflicts.add(read);
                }
                edges.addAll(read);
                if (edges.size() > MOST_EDGES) {
                    entry.wrong(tooMany("the edges up to here"));
                    return;
                }
            }
        });
        return edges;
    }

    private void expand(Otherwise otherwise, OtherwiseEdges expansion, Peers peers, List<Edge> edges) {
        var expanded = expansion.expand(peers).limit(MOST_EDGES + 1L).toList();
        if (edges.size() + expanded.size() > MOST_EDGES) {
            problems.error(otherwise.position(), tooMany("otherwise"));
            return;
        }
        expanded.forEach(edge -> {
            peers.use(edge.source().peer());
            peers.use(edge.destination().peer());
        });
        edges.addAll(expanded);
    }

    private void lint(Fields spec, Peers peers, List<Edge> edges) {
        if (edges.isEmpty()) {
            spec.wrong("the matrix expects nothing: it has no edge. Add edges, or otherwise with ports.");
            return;
        }
        peers.all().stream().filter(peer -> !peers.isUsed(peer)).forEach(peer -> problems.warning(peer.position(),
                "peer " + peer.name() + " is in no edge. Use it, or drop it."));
    }

    static String tooMany(String what) {
        return what + " makes more than " + MOST_EDGES
                + " edges. Split the matrix, or name fewer ports or peers.";
    }
}
