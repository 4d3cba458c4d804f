package dev.netproof.classify;

import dev.netproof.evidence.Observation;

/** An observation in the words of a test's table: {@code Closed TIMEOUT CONNECT}, {@code Unreadable}. */
public final class Words {

    private Words() {}

    public static String of(Observation seen) {
        return switch (seen) {
            case Observation.Connected connected ->
                "Connected " + connected.stage() + (connected.answered() ? "" : " unanswered");
            case Observation.Closed closed -> "Closed " + closed.outcome() + " " + closed.stage();
            case Observation.Undetermined undetermined -> "Undetermined " + undetermined.stage();
            case Observation.Unreadable unreadable -> "Unreadable";
        };
    }
}
