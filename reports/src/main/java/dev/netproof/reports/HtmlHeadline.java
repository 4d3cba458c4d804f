package dev.netproof.reports;

import java.util.Locale;

import dev.netproof.evidence.Totals;

/**
 * The verdict on a run, to be read in one second.
 *
 * @param state name of its colour and mark in the style sheet
 * @param words two or three
 * @param detail one sentence
 */
record HtmlHeadline(State state, String words, String detail) {

    /** What the whole band says without a word. */
    enum State {
        GOOD, BAD, UNPROVEN
    }

    /** @param missing why edges are missing, empty when none is */
    static HtmlHeadline of(Totals totals, String missing) {
        if (totals.violated() > 0) {
            return new HtmlHeadline(State.BAD, "Not as expected", of(totals.violated(), totals) + " not as expected"
                    + (totals.inconclusive() > 0 ? ", " + number(totals.inconclusive()) + " not proven" : "")
                    + watched(totals) + ".");
        }
        if (totals.inconclusive() > 0) {
            return new HtmlHeadline(State.UNPROVEN, "Not proven",
                    of(totals.inconclusive(), totals) + " not proven" + watched(totals) + ".");
        }
        if (!missing.isEmpty()) {
            return new HtmlHeadline(State.UNPROVEN, "Not complete", "Not every edge was judged.");
        }
        if (totals.edges() == 0) {
            return new HtmlHeadline(State.UNPROVEN, "Nothing was tried", "The run has no edges, so it proves nothing.");
        }
        return new HtmlHeadline(State.GOOD, "As agreed", totals.monitored() > 0
                ? "Every enforced edge is as expected" + watched(totals) + "."
                : (totals.edges() == 1 ? "The one edge is" : "All " + number(totals.edges()) + " edges are")
                        + " as expected.");
    }

    private static String of(int some, Totals totals) {
        return number(some) + " of " + number(totals.edges()) + (totals.edges() == 1 ? " edge" : " edges")
                + (some == 1 ? " is" : " are");
    }

    private static String watched(Totals totals) {
        return totals.monitored() == 0
                ? ""
                : ", " + number(totals.monitored()) + " only watched " + (totals.monitored() == 1 ? "is" : "are")
                        + " not";
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
