package dev.netproof.truth;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a run left: its evidence, what it told, and the world behind it.
 *
 * @param thrown with what it ended; null when it came to its end
 * @param told its steps and remarks
 * @param fields that of its edges first, where it came so far
 * @param looks when it has read the cluster
 * @param busy whether a lease was there when it began
 * @param left names of what is there after it and was made by it
 */
record Ran(String id, Kept evidence, @Nullable Throwable thrown, List<String> told, List<Field> fields, long began,
        long ended, List<Long> looks, boolean busy, List<String> left) {

    boolean wasKilled() {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof World.KilledException) {
                return true;
            }
        }
        return false;
    }

    /** All words that reach a person, of leftovers among other things. */
    String words() {
        StringBuilder words = new StringBuilder(String.join("\n", told));
        add(words, thrown);
        return words.toString();
    }

    private static void add(StringBuilder words, @Nullable Throwable thrown) {
        if (thrown != null) {
            words.append('\n').append(thrown.getMessage());
            for (Throwable suppressed : thrown.getSuppressed()) {
                add(words, suppressed);
            }
        }
    }
}
