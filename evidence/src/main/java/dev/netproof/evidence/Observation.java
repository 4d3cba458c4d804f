package dev.netproof.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

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

    /**
     * Open at the transport layer.
     *
     * @param stage how far it came
     * @param answered whether what was asked above the transport got the answer that an allow needs; true where nothing was
     * asked above it
     */
    record Connected(Stage stage, String detail, boolean answered) implements Observation {

        /** As it is read: evidence written by the first versions does not tell whether it was answered. */
        @JsonCreator
        static Connected read(@JsonProperty("stage") Stage stage, @JsonProperty("detail") String detail,
                @JsonProperty("answered") @Nullable Boolean answered) {
            return new Connected(stage, detail, answered == null || answered);
        }

        /** With the answer that was wanted. */
        public Connected(Stage stage, String detail) {
            this(stage, detail, true);
        }

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

    /**
     * Neither open nor closed, by what was seen.
     *
     * @param stage where it ended: {@code DNS} when a name on the way to the edge did not resolve; above the transport when
     * nothing there affirmed that the edge is closed
     */
    record Undetermined(Stage stage, String detail) implements Observation {

        /** Of a name that did not resolve. */
        public Undetermined(String detail) {
            this(Stage.DNS, detail);
        }

        /** As it is read: evidence written by the first versions does not tell the stage, and knew names only. */
        @JsonCreator
        static Undetermined read(@JsonProperty("stage") @Nullable Stage stage, @JsonProperty("detail") String detail) {
            return new Undetermined(stage == null ? Stage.DNS : stage, detail);
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
