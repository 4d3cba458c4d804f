package dev.netproof.reports.diff;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An edge that is not what it was, or still not what it should be.
 *
 * @param path source, target and port, as in {@code checkout → payments 8080/TCP}
 * @param before null of a new edge
 * @param now null of one that is gone
 * @param summary what was seen now, empty of one that is gone
 * @param owner who answers for it, empty if nobody does
 * @param history what was seen in each run that tried it, oldest first
 */
public record EdgeChange(Kind kind, String matrix, String id, String path, @Nullable EdgeStatus before,
        @Nullable EdgeStatus now, String summary, String owner, List<Seen> history) {

    /** In the order in which somebody wants to hear of it. */
    public enum Kind {
        /** Was closed and is open. */
        OPENED(true),
        /** Was open and is closed. */
        CLOSED(true),
        /** Was proven and no longer is. */
        UNPROVEN(true),
        /** Was not proven and now is. */
        PROVEN(true),
        /** What was agreed changed: the expectation, or whether it is enforced. */
        EXPECTATION_CHANGED(true),
        /** Was not there before. */
        NEW(true),
        /** Is no longer there. */
        GONE(true),
        /** As before, after it had turned at least twice. */
        FLAPPING(false),
        /** As before: not as expected, or not proven. */
        STILL_FAILING(false);

        private final boolean news;

        Kind(boolean news) {
            this.news = news;
        }

        /** Whether it differs from the run before. */
        public boolean news() {
            return news;
        }
    }

    public EdgeChange {
        history = List.copyOf(history);
    }

    /** Whether it turned at least twice in the runs that were looked at. */
    public boolean flaps() {
        return Seen.turns(history) > 1;
    }
}
