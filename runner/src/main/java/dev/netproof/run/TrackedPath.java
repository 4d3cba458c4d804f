package dev.netproof.run;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.TargetChange;
import dev.netproof.plan.Incarnations;
import dev.netproof.plan.PlannedEdge.Path;
import org.jspecify.annotations.Nullable;

/** One path of an edge while it is probed. */
final class TrackedPath {

    private Path path;
    private Incarnations asOf;
    private int first;
    private @Nullable TargetChange gone;
    private boolean taken;

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

    /** What became of the pod behind it; null while it is there. */
    @Nullable
    TargetChange gone() {
        return gone;
    }

    boolean isGone() {
        return gone != null;
    }

    /** Whether another pod has its address, which may be who answered last. */
    boolean isTaken() {
        return taken;
    }

    void isGone(TargetChange why, boolean addressIsTaken) {
        gone = why;
        taken |= addressIsTaken;
    }

    /** The same path in a newer plan. */
    void replan(Path fresh) {
        path = fresh;
        gone = null;
        taken = false;
    }

    /** What was seen before does not count any more as proof. */
    void beginAnew(Incarnations now, int round) {
        asOf = now;
        first = round;
    }
}
