package dev.netproof.reports;

import dev.netproof.evidence.RunFooter;
import org.jspecify.annotations.Nullable;

/** Whether a run came to its end: what is left of one that did not must never read as green. */
final class Completeness {
    /** The name of the test that fails when a run is not complete. */
    static final String NAME = "the run came to its end";

    private Completeness() {}

    /** Why edges are missing; empty when none is. */
    static String missing(@Nullable RunFooter footer) {
        if (footer == null) {
            return "The run broke off. Edges that are not listed were not judged.";
        }
        String remark = footer.remark().strip();
        return remark.isEmpty()
                ? ""
                : "The run ended before its time: " + remark + (remark.endsWith(".") ? "" : ".")
                        + " Edges that are not listed were not judged.";
    }
}
