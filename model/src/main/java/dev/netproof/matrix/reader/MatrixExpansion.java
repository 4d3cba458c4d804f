package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Repetition;
import dev.netproof.matrix.yaml.Problem;
import dev.netproof.matrix.yaml.Problems;

/**
 * Writes out {@code forEach}, once it is known which namespaces there are.
 *
 * <p>An edge is repeated for the variables its connection speaks of, and for no others: once for each value, and with
 * several variables once for each choice of values that differ from each other. The values are added to its id after
 * dots: {@code reads.acme}.
 */
public final class MatrixExpansion {

    private final Problems problems;

    private MatrixExpansion(Problems problems) {
        this.problems = problems;
    }

    /** Whether it depends on the cluster what these matrices expect. */
    public static boolean needsNamespaces(List<ConnectivityMatrix> matrices) {
        return matrices.stream().flatMap(matrix -> matrix.repetitions().stream())
                .anyMatch(repetition -> repetition.over() instanceof Repetition.Over.Namespaces);
    }

    /** Whether the edge is yet to be repeated, since its connection speaks of a variable. */
    public static boolean repeats(Edge edge) {
        return !EdgeTexts.variables(edge).isEmpty();
    }

    /**
     * The matrices with nothing left to repeat. A variable without values is an error, since what was agreed would go
     * unproven.
     *
     * @param namespaces of the cluster, each with its labels
     */
    public static Reading expand(List<ConnectivityMatrix> matrices, Map<String, Map<String, String>> namespaces) {
        var expanded = new ArrayList<ConnectivityMatrix>();
        var problems = new ArrayList<Problem>();
        for (var matrix : matrices) {
            var page = new Problems(matrix.file());
            new MatrixExpansion(page).expand(matrix, namespaces).ifPresent(expanded::add);
            problems.addAll(page.inOrder());
        }
        return problems.isEmpty() ? new Reading.Valid(expanded, problems) : new Reading.Invalid(problems);
    }

    /**
     * The matrices, with nothing left to repeat where all values stand in the matrix itself.
     *
     * @param warnings met before
     */
    static Reading withoutCluster(List<ConnectivityMatrix> matrices, List<Problem> warnings) {
        var read = new ArrayList<ConnectivityMatrix>();
        var problems = new ArrayList<>(warnings);
        for (var matrix : matrices) {
            if (needsNamespaces(List.of(matrix))) {
                read.add(matrix);
                continue;
            }
            var page = new Problems(matrix.file());
            new MatrixExpansion(page).expand(matrix, Map.of()).ifPresent(read::add);
            problems.addAll(page.inOrder());
        }
        return read.size() == matrices.size() ? new Reading.Valid(read, problems) : new Reading.Invalid(problems);
    }

    private Optional<ConnectivityMatrix> expand(ConnectivityMatrix matrix,
            Map<String, Map<String, String>> namespaces) {
        if (matrix.repetitions().isEmpty()) {
            return Optional.of(matrix);
        }
        int before = problems.errors();
        var values = new LinkedHashMap<String, List<String>>();
        for (var repetition : matrix.repetitions()) {
            var found = repetition.values(namespaces);
            values.put(repetition.variable(), found);
            if (found.isEmpty()) {
                problems.error(repetition.position(), "no namespace of the cluster is selected for "
                        + repetition.variable() + ". Label the namespaces, or correct the selector.");
            }
        }
        var edges = matrix.edges().stream().flatMap(edge -> repeat(edge, values))
                .limit(SpecReader.MOST_EDGES + 1L).toList();
        var start = matrix.repetitions().getFirst().position();
        if (edges.size() > SpecReader.MOST_EDGES) {
            problems.error(start, SpecReader.tooMany("forEach"));
        } else if (edges.isEmpty()) {
            problems.error(start, "forEach leaves no edge: no two values differ. Select more namespaces.");
        }
        var distinct = problems.errors() == before ? distinct(edges) : List.<Edge>of();
        return problems.errors() == before
                ? Optional
                        .of(matrix.with(distinct, List.of()))
                : Optional.empty();
    }

    private static Stream<Edge> repeat(Edge edge, Map<String, List<String>> values) {
        var variables = EdgeTexts.variables(edge);
        return variables.isEmpty()
                ? Stream.of(edge)
                : choices(values.keySet().stream().filter(variables::contains).toList(), values)
                        .map(choice -> EdgeTexts.fill(edge, edge.id() + "." + String.join(".", choice.values()),
                                choice));
    }

    /** Every way to give different values to all the variables. */
    private static Stream<Map<String, String>> choices(List<String> variables, Map<String, List<String>> values) {
        Stream<Map<String, String>> choices = Stream.of(Map.of());
        for (var variable : variables) {
            choices = choices.flatMap(choice -> values.getOrDefault(variable, List.of()).stream()
                    .filter(value -> !choice.containsValue(value))
                    .map(value -> {
                        var longer = new LinkedHashMap<>(choice);
                        longer.put(variable, value);
                        return longer;
                    }));
        }
        return choices;
    }

    /** A connection that two written edges speak of is a problem, and an implied edge gives way to any other. */
    private List<Edge> distinct(List<Edge> edges) {
        var conflicts = new Conflicts(problems);
        edges.stream().filter(edge -> !edge.isImplied()).forEach(edge -> conflicts.add(List.of(edge)));
        return edges.stream().filter(edge -> !edge.isImplied() || conflicts.addIfNew(edge)).toList();
    }

    /** For messages and lint: the variables that no edge speaks of. */
    static List<Repetition> unused(List<Repetition> repetitions, List<Edge> edges) {
        var used = edges.stream().map(EdgeTexts::variables).flatMap(Set::stream).distinct().toList();
        return repetitions.stream().filter(repetition -> !used.contains(repetition.variable())).toList();
    }
}
