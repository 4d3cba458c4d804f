package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Repetition;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.SourceText;
import dev.netproof.matrix.yaml.Variables;

/** Reads {@code spec}: peers first, for the edges refer to them. */
final class SpecReader {

    /** Beyond this a matrix is taken for a mistake. */
    static final int MOST_EDGES = 100_000;

    /**
     * What a matrix says; complete when no problem was recorded.
     *
     * @param includes paths of the files it includes
     * @param sha256 of its file and those it includes
     * @param edges those of {@code otherwise} last
     * @param repetitions what they have yet to be repeated for
     */
    record Content(List<String> includes, String sha256, List<Edge> edges, List<Repetition> repetitions) {}

    private final InputFile file;
    private final Includes includes;
    private final Problems problems;

    SpecReader(InputFile file, Includes includes) {
        this.file = file;
        this.includes = includes;
        this.problems = file.problems();
    }

    Content read(Fields spec) {
        int before = problems.errors();
        var included = includes.of(spec, file);
        var settings = spec.take("defaults").flatMap(value -> value.fields("Write {timeout: 3s}.")).map(fields -> {
            var overridden = Settings.INITIAL.overriddenBy(fields);
            fields.close();
            return overridden;
        }).orElse(Settings.INITIAL);
        var repetitions = RepetitionReader.read(spec);
        var variables = new Variables(repetitions.stream().map(Repetition::variable).collect(Collectors.toSet()));
        var peers = peers(spec, included, variables);
        var otherwise = Otherwise.read(spec, peers);
        var edges = new ArrayList<>(written(spec, new EdgeReader(peers, variables, settings,
                otherwise.map(Otherwise::expected).orElse(null))));
        spec.close();
        if (problems.errors() == before && included.sound()) {
            otherwise.ifPresent(o -> expand(o, new OtherwiseEdges(o, settings, edges), peers, edges));
        }
        if (problems.errors() == before && included.sound()) {
            lint(spec, peers, edges);
            MatrixExpansion.unused(repetitions, edges).forEach(this::unused);
        }
        return new Content(parts(included).skip(1).map(part -> part.path().toString()).toList(),
                SourceText.sha256(parts(included).flatMap(part -> part.source().stream()).toList()), edges,
                repetitions);
    }

    private Peers peers(Fields spec, Includes.Included included, Variables variables) {
        var value = spec.entry("include").isPresent()
                ? spec.take("peers")
                : spec.require("peers", "Add the peers that edges connect.");
        var written = new PeerReader(problems, variables).read(value);
        var all = new LinkedHashMap<>(included.peers());
        Includes.add(written.values(), all, problems);
        if (written.size() <= PeerReader.MOST && all.size() > PeerReader.MOST) {
            spec.wrong("there are more than " + PeerReader.MOST + " peers, included ones among them. Include fewer.");
        }
        return new Peers(all, written.values(), included.sound(), variables);
    }

    /** The file itself, and then those it includes. */
    private Stream<InputFile> parts(Includes.Included included) {
        return Stream.concat(Stream.of(file), included.files().stream().filter(other -> other != file));
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
        peers.unused().forEach(peer -> problems.warning(peer.position(),
                "peer " + peer.name() + " is in no edge. Use it, or drop it."));
    }

    private void unused(Repetition repetition) {
        problems.warning(repetition.position(), "no edge speaks of ${" + repetition.variable()
                + "}. Write it where a peer differs from one value to the next, or drop the variable.");
    }

    static String tooMany(String what) {
        return what + " makes more than " + MOST_EDGES
                + " edges. Split the matrix, or name fewer ports or peers.";
    }
}
