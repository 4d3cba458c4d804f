package dev.netproof.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.netproof.faults.Fault.Cut;
import dev.netproof.faults.Fault.Moment;
import dev.netproof.faults.Fault.OfStatus;

/** Faults by name, each with what it leads to. */
enum TableOfFaults {

    LATENCY("every answer is late", "the same verdicts, later", Outcome.SAME,
            Script.every(request -> !request.upgrade(), new Fault.Latency(Duration.ofMillis(30)))), TOO_MANY(
                    "429 with `Retry-After`", "asked again after that time: the same verdicts", Outcome.SAME,
                    Script.eachNth(9, request -> true, new Fault.Answer(429, 1))), TOO_MANY_FOR_EVER(
                            "429 all the time, in mid-run", "after 20 seconds the run breaks off",
                            new Outcome.BrokenOff("too busy (429)", true), "letting",
                            Script.every(request -> true, new Fault.Answer(429, 1))), ERRORS(
                                    "500, 502, 503, 504 now and then",
                                    "asked again up to four times: the same verdicts", Outcome.SAME,
                                    Script.eachNth(3, request -> true, new Fault.Answer(503, -1))), FAILED_WRITES(
                                            "504 for a write that was made all the same",
                                            "asked again; what was made is recognised as the run's own: the same verdicts, nothing stays",
                                            Outcome.SAME,
                                            Script.eachNth(2, Request::isWrite, new Fault.Failed(504))), UNAUTHORISED(
                                                    "401 from some moment on",
                                                    "the run breaks off at once, and what stays is named with the commands that remove it",
                                                    new Outcome.BrokenOff("401", true), "letting",
                                                    Script.every(request -> true,
                                                            new Fault.Answer(401, -1))), RESET_BEFORE(
                                                                    "a connection is reset before a request is sent",
                                                                    "asked again: the same verdicts", Outcome.SAME,
                                                                    Script.eachNth(3, request -> true,
                                                                            new Fault.NotSent(Cut.RESET))), ANSWER_LOST(
                                                                                    "a connection is reset before the answer to a write",
                                                                                    "the same",
                                                                                    Outcome.SAME,
                                                                                    Script.eachNth(2, Request::isWrite,
                                                                                            new Fault.AnswerLost(
                                                                                                    Cut.RESET))), NO_ANSWER(
                                                                                                            "a request is never answered",
                                                                                                            "given up after 10 seconds and asked again: the same verdicts",
                                                                                                            Outcome.SAME,
                                                                                                            Script.eachNth(
                                                                                                                    13,
                                                                                                                    Request::isRead,
                                                                                                                    new Fault.NotSent(
                                                                                                                            Cut.SILENT))), WATCH_REFUSED(
                                                                                                                                    "watches are refused (no right, or a proxy that knows no WebSocket)",
                                                                                                                                    "pods are looked at every 1 to 5 seconds: the same verdicts",
                                                                                                                                    Outcome.SAME,
                                                                                                                                    Script.every(
                                                                                                                                            Request::isWatch,
                                                                                                                                            new Fault.Answer(
                                                                                                                                                    403,
                                                                                                                                                    -1))), WATCH_CUT(
                                                                                                                                                            "watches are cut",
                                                                                                                                                            "the same",
                                                                                                                                                            Outcome.SAME,
                                                                                                                                                            Script.every(
                                                                                                                                                                    Request::isWatch,
                                                                                                                                                                    new Fault.StreamCut(
                                                                                                                                                                            Moment.OPENED,
                                                                                                                                                                            Cut.RESET))), WATCH_DEAF(
                                                                                                                                                                                    "watches that say nothing",
                                                                                                                                                                                    "the same",
                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                    Script.every(
                                                                                                                                                                                            Request::isWatch,
                                                                                                                                                                                            new Fault.StreamCut(
                                                                                                                                                                                                    Moment.OPENED,
                                                                                                                                                                                                    Cut.SILENT))), LIST_REFUSED(
                                                                                                                                                                                                            "what a run makes may not be listed (403)",
                                                                                                                                                                                                            "it is deleted by name, and seen gone by name: the same verdicts, nothing is said to be left behind",
                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                            Script.every(
                                                                                                                                                                                                                    request -> request
                                                                                                                                                                                                                            .query()
                                                                                                                                                                                                                            .contains(
                                                                                                                                                                                                                                    "labelSelector=netproof"),
                                                                                                                                                                                                                    new Fault.Answer(
                                                                                                                                                                                                                            403,
                                                                                                                                                                                                                            -1))), EXEC_REFUSED(
                                                                                                                                                                                                                                    "an exec can't be opened at first",
                                                                                                                                                                                                                                    "opened again: the same verdicts",
                                                                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                                                                    Script.first(
                                                                                                                                                                                                                                            3,
                                                                                                                                                                                                                                            Request::isExec,
                                                                                                                                                                                                                                            new Fault.Answer(
                                                                                                                                                                                                                                                    500,
                                                                                                                                                                                                                                                    -1))), EXEC_RESET(
                                                                                                                                                                                                                                                            "an exec is cut, without a close frame",
                                                                                                                                                                                                                                                            "noticed at once; its edges are tried again: the same verdicts",
                                                                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                                                                            Script.first(
                                                                                                                                                                                                                                                                    2,
                                                                                                                                                                                                                                                                    Request::isExec,
                                                                                                                                                                                                                                                                    new Fault.StreamCut(
                                                                                                                                                                                                                                                                            Moment.OPENED,
                                                                                                                                                                                                                                                                            Cut.RESET))), EXEC_RESET_ALWAYS(
                                                                                                                                                                                                                                                                                    "every exec is cut",
                                                                                                                                                                                                                                                                                    "its edges are errors, `unreadable`, with the reason",
                                                                                                                                                                                                                                                                                    new Outcome.Inconclusive(
                                                                                                                                                                                                                                                                                            "the connection broke before an exit code came"),
                                                                                                                                                                                                                                                                                    Script.every(
                                                                                                                                                                                                                                                                                            Request::isExec,
                                                                                                                                                                                                                                                                                            new Fault.StreamCut(
                                                                                                                                                                                                                                                                                                    Moment.OPENED,
                                                                                                                                                                                                                                                                                                    Cut.RESET))), EXEC_SILENT(
                                                                                                                                                                                                                                                                                                            "an exec falls silent (a half-open connection)",
                                                                                                                                                                                                                                                                                                            "noticed within 10 seconds, by the pings that are not answered; tried again: the same verdicts",
                                                                                                                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                                                                                                                            Script.first(
                                                                                                                                                                                                                                                                                                                    1,
                                                                                                                                                                                                                                                                                                                    Request::isExec,
                                                                                                                                                                                                                                                                                                                    new Fault.StreamCut(
                                                                                                                                                                                                                                                                                                                            Moment.OPENED,
                                                                                                                                                                                                                                                                                                                            Cut.SILENT))), OUTPUT_TORN(
                                                                                                                                                                                                                                                                                                                                    "an exec is cut in the midst of its output",
                                                                                                                                                                                                                                                                                                                                    "what is not recorded in full is tried again: the same verdicts",
                                                                                                                                                                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                    Script.first(
                                                                                                                                                                                                                                                                                                                                            2,
                                                                                                                                                                                                                                                                                                                                            Request::isExec,
                                                                                                                                                                                                                                                                                                                                            new Fault.StreamCut(
                                                                                                                                                                                                                                                                                                                                                    Moment.WITHIN_OUTPUT,
                                                                                                                                                                                                                                                                                                                                                    Cut.RESET))), CUT_BEFORE_STATUS(
                                                                                                                                                                                                                                                                                                                                                            "an exec is cut before its status",
                                                                                                                                                                                                                                                                                                                                                            "the probes' own records decide: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                            Script.every(
                                                                                                                                                                                                                                                                                                                                                                    Request::isExec,
                                                                                                                                                                                                                                                                                                                                                                    new Fault.StreamCut(
                                                                                                                                                                                                                                                                                                                                                                            Moment.BEFORE_STATUS,
                                                                                                                                                                                                                                                                                                                                                                            Cut.RESET))), STATUS_LOST(
                                                                                                                                                                                                                                                                                                                                                                                    "the status of an exec is lost",
                                                                                                                                                                                                                                                                                                                                                                                    "the probes' own records decide: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                                                    Script.every(
                                                                                                                                                                                                                                                                                                                                                                                            Request::isExec,
                                                                                                                                                                                                                                                                                                                                                                                            new Fault.Status(
                                                                                                                                                                                                                                                                                                                                                                                                    OfStatus.LOST))), STATUS_DUPLICATED(
                                                                                                                                                                                                                                                                                                                                                                                                            "it comes twice",
                                                                                                                                                                                                                                                                                                                                                                                                            "the first counts: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                                                                            Script.every(
                                                                                                                                                                                                                                                                                                                                                                                                                    Request::isExec,
                                                                                                                                                                                                                                                                                                                                                                                                                    new Fault.Status(
                                                                                                                                                                                                                                                                                                                                                                                                                            OfStatus.DUPLICATED))), STATUS_TORN(
                                                                                                                                                                                                                                                                                                                                                                                                                                    "it comes in two pieces",
                                                                                                                                                                                                                                                                                                                                                                                                                                    "put together: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                                                                                                    Script.every(
                                                                                                                                                                                                                                                                                                                                                                                                                                            Request::isExec,
                                                                                                                                                                                                                                                                                                                                                                                                                                            new Fault.Status(
                                                                                                                                                                                                                                                                                                                                                                                                                                                    OfStatus.TORN))), STATUS_FIRST(
                                                                                                                                                                                                                                                                                                                                                                                                                                                            "it comes before the output",
                                                                                                                                                                                                                                                                                                                                                                                                                                                            "the output is waited for: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                                                                                                                            Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                                                                                                                            Script.every(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                    Request::isExec,
                                                                                                                                                                                                                                                                                                                                                                                                                                                                    new Fault.Status(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                            OfStatus.BEFORE_OUTPUT))), RESTART(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "the API server restarts",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "waited for, at most 20 seconds a request: the same verdicts",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    Outcome.SAME,
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "probing",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    proxy -> {
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        proxy.stop();
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        CompletableFuture
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                .delayedExecutor(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        1,
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        TimeUnit.SECONDS)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                .execute(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        () -> restart(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                proxy));
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    }), GONE(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "the API server is gone for good: connections are refused",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "after 20 seconds the run breaks off; to clean up nobody waits again, and what stays is named with the commands that remove it",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            new Outcome.BrokenOff(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "No connection to",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    true),
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "letting",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            FaultProxy::stop), SILENT(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "nothing comes from the API server any more",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "the same",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    new Outcome.BrokenOff(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "No answer in time",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            true),
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    "letting",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                    FaultProxy::fallSilent);

    /** What a fault leads to. */
    sealed interface Outcome {

        Outcome SAME = new SameVerdicts();

        record SameVerdicts() implements Outcome {}

        record Inconclusive(String reason) implements Outcome {}

        record BrokenOff(String reason, boolean leavesBehind) implements Outcome {}
    }

    @FunctionalInterface
    private interface Happening {
        void to(FaultProxy proxy) throws IOException;
    }

    private final String fault;
    private final String leadsTo;
    private final Outcome outcome;
    private final Script script;
    private final String step;
    private final Happening happening;
    private int happenings;

    TableOfFaults(String fault, String leadsTo, Outcome outcome, Script script) {
        this(fault, leadsTo, outcome, script, "", proxy -> {});
    }

    /** From a step of the run on. */
    TableOfFaults(String fault, String leadsTo, Outcome outcome, String step, Script script) {
        this(fault, leadsTo, outcome, Script.NO_FAULT, step, proxy -> proxy.play(script));
    }

    TableOfFaults(String fault, String leadsTo, Outcome outcome, String step, Happening happening) {
        this(fault, leadsTo, outcome, Script.NO_FAULT, step, happening);
    }

    TableOfFaults(String fault, String leadsTo, Outcome outcome, Script script, String step, Happening happening) {
        this.fault = fault;
        this.leadsTo = leadsTo;
        this.outcome = outcome;
        this.script = script;
        this.step = step;
        this.happening = happening;
    }

    Script script() {
        return script;
    }

    Outcome outcome() {
        return outcome;
    }

    int happenings() {
        return happenings;
    }

    /** At the first step of the run that begins so. */
    void happen(String begun, FaultProxy proxy) {
        if (!step.isEmpty() && happenings == 0 && begun.startsWith(step)) {
            happenings++;
            try {
                happening.to(proxy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void mend(FaultProxy proxy) {
        if (happenings > 0) {
            restart(proxy);
        }
    }

    private static void restart(FaultProxy proxy) {
        try {
            proxy.stop();
            proxy.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands in docs/operations.md. */
    static String markdown() {
        return "| between Netproof and the API server | what comes of it |\n|---|---|\n" + Arrays.stream(values())
                .map(row -> "| " + row.fault + " | " + row.leadsTo + " |\n").collect(Collectors.joining());
    }
}
