package dev.netproof.matrix;

import java.time.Duration;
import java.util.Set;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One expectation: from a source to a destination over one port.
 *
 * @param id unique in its matrix and stable across runs
 * @param expected as written; {@code expires} is judged later, against a clock
 * @param otherwise what the edge is measured against once {@code expires} has passed
 * @param ask how to probe; null to choose by the port
 * @param timeout of one attempt
 * @param convergence for how long an unexpected result is probed again
 * @param via the proxy to go through; null to go straight
 * @param needsControl false when a deny is accepted although nothing proves that the target listens
 * @param vantage which addresses are tried, and from where
 */
public record Edge(String id, Position position, Source source, Destination destination, Port port,
        Expectation expected, Expectation otherwise, @Nullable Ask ask, Duration timeout, Duration convergence,
        Mode mode, Severity severity, Set<String> tags, Governance governance, @Nullable Via via,
        boolean needsControl, Vantage vantage) {

    /** What the ids of edges begin with that are written out of {@code otherwise}. */
    public static final String OTHERWISE = "otherwise";

    /** About every address, from anywhere. */
    public Edge(String id, Position position, Source source, Destination destination, Port port, Expectation expected,
            Expectation otherwise, @Nullable Ask ask, Duration timeout, Duration convergence, Mode mode,
            Severity severity, Set<String> tags, Governance governance, @Nullable Via via, boolean needsControl) {
        this(id, position, source, destination, port, expected, otherwise, ask, timeout, convergence, mode, severity,
                tags, governance, via, needsControl, Vantage.ANY);
    }

    public Edge {
        tags = Set.copyOf(tags);
    }

    /**
     * Whether nobody wrote the edge: it stands for a connection that no other edge of the matrix speaks of. When a plan
     * resolves its port or target to those of a written edge, the written edge alone counts.
     */
    public boolean isImplied() {
        return id.startsWith(OTHERWISE + ".");
    }
}
