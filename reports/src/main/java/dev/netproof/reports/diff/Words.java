package dev.netproof.reports.diff;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.netproof.evidence.Mode;
import org.jspecify.annotations.Nullable;

/** What people read of a difference, whatever it is written in. */
final class Words {
    private Words() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words(EdgeChange.Kind kind) {
        return word(kind).replace('-', ' ');
    }

    /** {@code 2 opened, 1 gone, 3 still failing; 12 as before}. */
    static String counts(Diff diff) {
        List<String> counts = new ArrayList<>();
        for (EdgeChange.Kind kind : EdgeChange.Kind.values()) {
            if (diff.count(kind) > 0) {
                counts.add(diff.count(kind) + " " + words(kind));
            }
        }
        String changed = counts.isEmpty() ? "nothing changed" : String.join(", ", counts);
        return changed + "; " + diff.same() + " as before";
    }

    /** {@code deny, closed → deny, open}. */
    static String turn(EdgeChange change) {
        EdgeStatus before = change.before();
        EdgeStatus now = change.now();
        if (before == null) {
            return status(now);
        }
        return status(before).equals(status(now)) ? status(now) : status(before) + " → " + status(now);
    }

    static String history(EdgeChange change) {
        return change.history().stream().map(Words::word).collect(joining(" "));
    }

    /** Whether nobody needs to hear of it. */
    static boolean silent(Diff diff) {
        return !diff.news() && diff.changes().isEmpty();
    }

    private static String status(@Nullable EdgeStatus status) {
        if (status == null) {
            return "gone";
        }
        String watched = status.mode() == Mode.MONITOR ? " (only watched)" : "";
        return word(status.expected()) + ", " + word(status.seen()) + watched;
    }
}
