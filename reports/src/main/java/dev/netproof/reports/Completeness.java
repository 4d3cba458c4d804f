package dev.netproof.reports;

import dev.netproof.evidence.RunFooter;
import org.jspecify.annotations.Nullable;

/** Whether a run came to its end: what is left of one that did not must never read as green. */
final class Completeness {
    /** The name of the test that fails when a run is not complete. */
    static final String NAME = "the run came to its end";

    private Completeness() {}

    /** Why the run is not to be taken for a whole one; empty when it is. */
    static String missing(@Nullable RunFooter footer) {
        if (footer == null) {
            return "The run broke off. Edges that are not listed were not judged.";
        }
        return switch (footer.ending()) {
            case WHOLE -> "";
            case UNENFORCED -> "No deny of this run is believed: " + sentence(footer.remark());
            case BROKEN_OFF -> "The run ended before its time: " + sentence(footer.remark())
                    + " Edges that are not listed were not judged.";
        };
    }

    private static String sentence(String remark) {
        String words = remark.strip();
        return words + (words.endsWith(".") ? "" : ".");
    }
}
