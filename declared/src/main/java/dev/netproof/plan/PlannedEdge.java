package dev.netproof.plan;

import java.util.List;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Place;
import dev.netproof.matrix.Edge;

/** An edge with what is needed to try it, or the reason why it cannot be tried. */
public sealed interface PlannedEdge {

    /** Name of the matrix. */
    String matrix();

    Edge edge();

    default EdgeKey key() {
        return new EdgeKey(matrix(), edge().id());
    }

    /** What the edge's target is in the cluster. */
    Place target();

    /**
     * Can be tried.
     *
     * @param pod key of the probe pod
     * @param paths at least one
     */
    record Probed(String matrix, Edge edge, Place target, String pod, List<Path> paths) implements PlannedEdge {
        public Probed {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("nothing to probe for edge " + edge.id());
            }
        }
    }

    /**
     * One of the addresses that make up an edge's target.
     *
     * @param serving whether it takes traffic now: a pod that is not ready may leak, but owes nobody an answer
     * @param readiness whether the kubelet itself proves that it listens
     * @param declared what policies say of it
     */
    record Path(Probe probe, boolean serving, Readiness readiness, Declared declared) {}

    /** What the kubelet's own probe says of an endpoint. */
    enum Readiness {
        /** A {@code tcpSocket} or {@code httpGet} probe on this very port keeps the pod Ready. */
        PROVED,
        /** There is such a probe, and the pod is not Ready. */
        NOT_READY,
        /** No such probe. */
        ABSENT
    }

    /** Can be tried once the pod that is to stand in for its target is launched. */
    record Awaiting(String matrix, Edge edge, Place target) implements PlannedEdge {}

    /** Cannot be tried in this cluster as it is. */
    record Obstructed(String matrix, Edge edge, Place target, String reason, String advice) implements PlannedEdge {}

    /** Can never be tried as it is written: the matrix contradicts the cluster. */
    record Mistaken(String matrix, Edge edge, Place target, String reason, String advice) implements PlannedEdge {}
}
