package dev.netproof.evidence;

/**
 * What one attempt says about the wire, read from the raw output of its tool.
 *
 * <p>Not a verdict: a {@link Closed} path is a denied one only if its target was proven to listen.
 */
public sealed interface Observation {

    /** How far the attempt came. */
    Stage stage();

    /** The class of what was met. */
    Outcome outcome();

    /** One line, in the words of the tool, that led to this reading. */
    String detail();

    /** Open at the transport layer; {@code stage} tells what failed above it, if anything did. */
    record Connected(Stage stage, String detail) implements Observation {
        @Override
        public Outcome outcome() {
            return Outcome.SUCCESS;
        }
    }

    /** Not open: {@code outcome} is {@code TIMEOUT}, {@code REFUSED} or {@code UNREACHABLE}. */
    record Closed(Outcome outcome, Stage stage, String detail) implements Observation {
        public Closed {
            if (outcome != Outcome.TIMEOUT && outcome != Outcome.REFUSED && outcome != Outcome.UNREACHABLE) {
                throw new IllegalArgumentException(outcome + " is not a way to be closed");
            }
        }
    }

    /** Says nothing of the edge: a name on the way to it did not resolve. */
    record Undetermined(String detail) implements Observation {
        @Override
        public Stage stage() {
            return Stage.DNS;
        }

        @Override
        public Outcome outcome() {
            return Outcome.UNDETERMINED;
        }
    }

    /** Nothing was learned: the tool is missing, its output is not understood, or the exec failed. */
    record Unreadable(String detail) implements Observation {
        @Override
        public Stage stage() {
            return Stage.EXEC;
        }

        @Override
        public Outcome outcome() {
            return Outcome.UNREADABLE;
        }
    }
}
