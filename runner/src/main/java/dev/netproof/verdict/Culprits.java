package dev.netproof.verdict;

import static java.util.stream.Collectors.joining;

import java.util.List;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.text.Wording;

/** Names the policies behind a declared verdict, in a reader's words. */
final class Culprits {

    private static final int NAMED = 4;

    private Culprits() {}

    /** Ends with a full stop. */
    static String allowing(Declared declared) {
        return declared.allowedBy().isEmpty()
                ? "no policy isolates either end."
                : "it is allowed by " + list(declared.allowedBy()) + ".";
    }

    /** {@code NetworkPolicy payments/default-deny (ingress of pod payments/api-0)}. */
    static String isolating(Declared declared) {
        String who = declared.isolatedBy().isEmpty() ? String.join(", ", Wording.ENGLISH.remarks(declared))
                : list(declared.isolatedBy());
        return declared.sides().isEmpty() ? who : who + " (" + Wording.ENGLISH.sides(declared.sides()) + ")";
    }

    /** Why nothing is known to be declared, as a sentence of its own with a space before it; empty where no reason is given. */
    static String doubt(Declared declared) {
        List<String> remarks = Wording.ENGLISH.remarks(declared);
        return remarks.isEmpty() ? "" : " What policies declare is not known: " + Judge.sentence(list(remarks));
    }

    private static String list(List<?> names) {
        String shown = names.stream().limit(NAMED).map(String::valueOf).collect(joining(", "));
        return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
    }
}
