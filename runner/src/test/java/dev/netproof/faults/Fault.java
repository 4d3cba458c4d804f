package dev.netproof.faults;

import java.time.Duration;

/** What happens to a request, or to the stream that it becomes. */
public sealed interface Fault {

    /** How a connection ends. */
    enum Cut {
        /** TCP RST, without a word. */
        RESET,
        /** It stays, and nothing comes any more: a router forgot it, or the other machine is gone. */
        SILENT
    }

    /** When a stream is cut. */
    enum Moment {
        OPENED, FIRST_OUTPUT, WITHIN_OUTPUT, BEFORE_STATUS
    }

    /** What becomes of the status that ends an exec. */
    enum OfStatus {
        LOST, DUPLICATED, TORN, BEFORE_OUTPUT
    }

    /** Nothing. */
    record None() implements Fault {}

    /** The request is forwarded that much later. */
    record Latency(Duration time) implements Fault {}

    /**
     * The proxy answers itself, and nothing is forwarded.
     *
     * @param retryAfter seconds; negative for none
     */
    record Answer(int status, int retryAfter) implements Fault {}

    /** The request is forwarded, and the proxy says that it failed. */
    record Failed(int status) implements Fault {}

    /** The connection is cut before anything was forwarded. */
    record NotSent(Cut cut) implements Fault {}

    /** The request is forwarded, and its answer is lost. */
    record AnswerLost(Cut cut) implements Fault {}

    /** Of a watch or an exec. */
    record StreamCut(Moment moment, Cut cut) implements Fault {}

    /** Of an exec. */
    record Status(OfStatus what) implements Fault {}
}
