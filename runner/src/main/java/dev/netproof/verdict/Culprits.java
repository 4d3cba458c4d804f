package dev.netproof.verdict;

import java.util.List;

import dev.netproof.evidence.Declared;

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
        String who = declared.isolatedBy().isEmpty() ? String.join(", ", declared.remarks())
                : list(declared.isolatedBy());
        return declared.side().isEmpty() ? who : who + " (" + declared.side() + ")";
    }

    /** Why nothing is known to be declared, as a sentence of its own with a space before it; empty where no reason is given. */
    static String doubt(Declared declared) {
        return declared.remarks().isEmpty() ? ""
                : " What policies declare is not known: " + Judge.sentence(list(declared.remarks()));
    }

    private static String list(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
    }
}
