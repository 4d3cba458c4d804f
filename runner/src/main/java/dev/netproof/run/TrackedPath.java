package dev.netproof.run;

import dev.netproof.evidence.Endpoint;
import dev.netproof.plan.Incarnations;
import dev.netproof.plan.PlannedEdge.Path;

/** One path of an edge while it is probed. */
final class TrackedPath {

    private Path path;
    private Incarnations asOf;
    private int first;
    private String gone = "";

    /**
     * A path to be tried.
     *
     * @param asOf the cluster just before its first attempt that counts
     * @param first the round from which attempts count
     */
    TrackedPath(Path path, Incarnations asOf, int first) {
        this.path = path;
        this.asOf = asOf;
        this.first = first;
    }

    Path path() {
        return path;
    }

    Endpoint endpoint() {
        return path.probe().endpoint();
    }

    Incarnations asOf() {
        return asOf;
    }

    int first() {
        return first;
    }

    /** What became of the pod behind it; empty while it is there. */
    String gone() {
        return gone;
    }

    boolean isGone() {
        return !gone.isEmpty();
    }

    void isGone(String why) {
        gone = why;
    }

    /** The same path in a newer plan. */
    void replan(Path fresh) {
        path = fresh;
        gone = "";
    }

    /** What was seen before does not count any more as proof. */
    void beginAnew(Incarnations now, int round) {
        asOf = now;
        first = round;
    }
}
