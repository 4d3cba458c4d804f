package dev.netproof.evidence;

import static com.fasterxml.jackson.annotation.JsonProperty.Access.READ_ONLY;
import static java.util.Collections.unmodifiableSortedSet;
import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one edge after a run. Reports are written from this and the {@link RunHeader} alone.
 *
 * @param matrix name of the matrix
 * @param id key of the edge, unique in its matrix and stable across runs
 * @param position where the edge stands in its file
 * @param expected what the verdict is measured against, which an expired exception may have turned
 * @param port as written, with its protocol: {@code 8080/TCP}, {@code http/TCP}
 * @param declared what policies say of each path that was tried; empty when they were not evaluated
 * @param attempts in the order they were made
 * @param startedAt of the first attempt
 * @param elapsed from the first attempt's start to the last one's end
 * @param convergence how long it took to be as it was judged
 */
// What is derived has no order of its own: that of reflection differs from one virtual machine to the next.
@JsonPropertyOrder({"matrix", "id", "position", "source", "target", "port", "probe", "expected", "mode", "severity",
        "tags",
        "governance", "verdict", "declared", "attempts", "controls", "startedAt", "elapsedMillis", "convergence",
        "declaredAs", "enforcedAs"})
public record EdgeEvidence(String matrix, String id, Position position, Party source, Party target, String port,
        ProbeKind probe, Expectation expected, Mode mode, Severity severity, Set<String> tags, Governance governance,
        Verdict verdict, List<Declared> declared, List<Attempt> attempts, List<Control> controls, Instant startedAt,
        Duration elapsed, Convergence convergence) {

    public EdgeEvidence {
        // Sorted as they are written, so that what is read and written again is the same.
        tags = unmodifiableSortedSet(tags.stream().map(Text::wellFormed).collect(toCollection(TreeSet::new)));
        declared = List.copyOf(declared);
        attempts = List.copyOf(attempts);
        controls = List.copyOf(controls);
    }

    /** Of an edge that was not tried again. */
    public EdgeEvidence(String matrix, String id, Position position, Party source, Party target, String port,
            ProbeKind probe, Expectation expected, Mode mode, Severity severity, Set<String> tags,
            Governance governance, Verdict verdict, List<Declared> declared, List<Attempt> attempts,
            List<Control> controls, Instant startedAt, Duration elapsed) {
        this(matrix, id, position, source, target, port, probe, expected, mode, severity, tags, governance, verdict,
                declared, attempts, controls, startedAt, elapsed, Convergence.NONE);
    }

    /** Where policies were not evaluated. */
    public EdgeEvidence(String matrix, String id, Position position, Party source, Party target, String port,
            ProbeKind probe, Expectation expected, Mode mode, Severity severity, Set<String> tags,
            Governance governance,
            Verdict verdict, List<Attempt> attempts, List<Control> controls, Instant startedAt, Duration elapsed) {
        this(matrix, id, position, source, target, port, probe, expected, mode, severity, tags, governance, verdict,
                List.of(), attempts, controls, startedAt, elapsed, Convergence.NONE);
    }

    /** What the policies declare of it, all paths together. */
    @JsonProperty(access = READ_ONLY)
    public Passage declaredAs() {
        return declared.stream().map(Declared::passage).reduce(Passage::and).orElse(Passage.UNKNOWN);
    }

    /** What was proven on the wire, all paths together. */
    @JsonProperty(access = READ_ONLY)
    public Passage enforcedAs() {
        boolean allowed = expected == Expectation.ALLOW;
        return switch (verdict.result()) {
            case CONFORMS -> allowed ? Passage.OPEN : Passage.CLOSED;
            case VIOLATED -> seen().filter(passage -> passage == Passage.MIXED)
                    .orElse(allowed ? Passage.CLOSED : Passage.OPEN);
            case INCONCLUSIVE -> Passage.UNKNOWN;
        };
    }

    /** By the newest attempt on each path that taught anything. */
    private Optional<Passage> seen() {
        Map<String, Passage> byPath = new HashMap<>();
        for (Attempt attempt : attempts) {
            switch (attempt.observation()) {
                case Observation.Connected connected -> byPath.put(attempt.endpoint().tuple(), Passage.OPEN);
                case Observation.Closed closed -> byPath.put(attempt.endpoint().tuple(), Passage.CLOSED);
                case Observation.Undetermined undetermined -> {
                    // Says nothing.
                }
                case Observation.Unreadable unreadable -> {
                    // Says nothing.
                }
            }
        }
        return byPath.values().stream().reduce(Passage::and);
    }

    /**
     * Of an edge that is agreed, what came nearest to allowing the paths that policies deny. Each rule once: replicas differ in
     * their names only.
     */
    public List<NearestRule> nearestRules() {
        if (expected == Expectation.DENY) {
            return List.of();
        }
        record Advice(@Nullable RuleRef rule, String suggestion) {}
        Map<Advice, NearestRule> distinct = new LinkedHashMap<>();
        declared.stream().flatMap(path -> path.nearest().stream()).forEach(
                nearest -> distinct.putIfAbsent(new Advice(nearest.rule(), nearest.suggestion()), nearest));
        return List.copyOf(distinct.values());
    }

    /** Whether the verdict may decide the outcome of the run. */
    public boolean enforced() {
        return mode == Mode.ENFORCE;
    }
}
