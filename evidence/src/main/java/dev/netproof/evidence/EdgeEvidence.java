package dev.netproof.evidence;

import static java.util.Collections.unmodifiableSortedSet;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
 */
public record EdgeEvidence(String matrix, String id, Position position, Party source, Party target, String port,
        ProbeKind probe, Expectation expected, Mode mode, Severity severity, Set<String> tags, Governance governance,
        Verdict verdict, List<Declared> declared, List<Attempt> attempts, List<Control> controls, Instant startedAt,
        Duration elapsed) {

    public EdgeEvidence {
        tags = unmodifiableSortedSet(new TreeSet<>(tags));
        declared = List.copyOf(declared);
        attempts = List.copyOf(attempts);
        controls = List.copyOf(controls);
    }

    /** Where policies were not evaluated. */
    public EdgeEvidence(String matrix, String id, Position position, Party source, Party target, String port,
            ProbeKind probe, Expectation expected, Mode mode, Severity severity, Set<String> tags,
            Governance governance,
            Verdict verdict, List<Attempt> attempts, List<Control> controls, Instant startedAt, Duration elapsed) {
        this(matrix, id, position, source, target, port, probe, expected, mode, severity, tags, governance, verdict,
                List.of(), attempts, controls, startedAt, elapsed);
    }

    /**
     * Of an edge that is agreed, what came nearest to allowing the paths that policies deny. Each rule once: replicas differ in
     * their names only.
     */
    public List<NearestRule> nearestRules() {
        if (expected == Expectation.DENY) {
            return List.of();
        }
        Map<String, NearestRule> distinct = new LinkedHashMap<>();
        declared.stream().flatMap(path -> path.nearest().stream())
                .forEach(nearest -> distinct.putIfAbsent(nearest.rule() + "\n" + nearest.suggestion(), nearest));
        return List.copyOf(distinct.values());
    }

    /** Whether the verdict may decide the outcome of the run. */
    public boolean enforced() {
        return mode == Mode.ENFORCE;
    }
}
