package dev.netproof.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.netproof.faults.Fault.Cut;
import dev.netproof.faults.Fault.Moment;
import dev.netproof.faults.Fault.OfStatus;

/**
 * A fault, and what it leads to.
 *
 * @param step of the run, by its first words, at which the happening happens; empty for none
 */
record TableOfFaults(String name, String fault, String leadsTo, Outcome outcome, Script script, String step,
        Happening happening) {

    /** Each time anew, since scripts count. */
    static List<TableOfFaults> all() {
        return List.of(row("latency", "every answer is late", "the same verdicts, later", Outcome.SAME,
                Script.every(request -> !request.upgrade(), new Fault.Latency(Duration.ofMillis(30)))),
                row("too many", "429 with `Retry-After`", "asked again after that time: the same verdicts",
                        Outcome.SAME,
                        Script.eachNth(9, request -> true, new Fault.Answer(429, 1))),
                from("too many for ever", "429 all the time, in mid-run", "after 20 seconds the run breaks off",
                        new Outcome.BrokenOff("too busy (429)", true), "letting",
                        Script.every(request -> true, new Fault.Answer(429, 1))),
                row("errors", "500, 502, 503, 504 now and then",
                        "asked again up to four times: the same verdicts", Outcome.SAME,
                        Script.eachNth(3, request -> true, new Fault.Answer(503, -1))),
                row("failed writes", "504 for a write that was made all the same",
                        "asked again; what was made is recognised as the run's own: the same verdicts, nothing stays",
                        Outcome.SAME,
                        Script.eachNth(2, Request::isWrite, new Fault.Failed(504))),
                from("unauthorised", "401 from some moment on",
                        "the run breaks off at once, and what stays is named with the commands that remove it",
                        new Outcome.BrokenOff("401", true), "letting",
                        Script.every(request -> true,
                                new Fault.Answer(401, -1))),
                row("reset before", "a connection is reset before a request is sent",
                        "asked again: the same verdicts", Outcome.SAME,
                        Script.eachNth(3, request -> true,
                                new Fault.NotSent(Cut.RESET))),
                row("answer lost", "a connection is reset before the answer to a write",
                        "the same",
                        Outcome.SAME,
                        Script.eachNth(2, Request::isWrite,
                                new Fault.AnswerLost(
                                        Cut.RESET))),
                row("no answer", "a request is never answered",
                        "given up after 10 seconds and asked again: the same verdicts",
                        Outcome.SAME,
                        Script.eachNth(
                                13,
                                Request::isRead,
                                new Fault.NotSent(
                                        Cut.SILENT))),
                row("watch refused", "watches are refused (no right, or a proxy that knows no WebSocket)",
                        "pods are looked at every 1 to 5 seconds: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isWatch,
                                new Fault.Answer(
                                        403,
                                        -1))),
                row("watch cut", "watches are cut",
                        "the same",
                        Outcome.SAME,
                        Script.every(
                                Request::isWatch,
                                new Fault.StreamCut(
                                        Moment.OPENED,
                                        Cut.RESET))),
                row("watch deaf", "watches that say nothing",
                        "the same",
                        Outcome.SAME,
                        Script.every(
                                Request::isWatch,
                                new Fault.StreamCut(
                                        Moment.OPENED,
                                        Cut.SILENT))),
                row("list refused", "what a run makes may not be listed (403)",
                        "it is deleted by name, and seen gone by name: the same verdicts, nothing is said to be left behind",
                        Outcome.SAME,
                        Script.every(
                                request -> request
                                        .query()
                                        .contains(
                                                "labelSelector=netproof"),
                                new Fault.Answer(
                                        403,
                                        -1))),
                row("exec refused", "an exec can't be opened at first",
                        "opened again: the same verdicts",
                        Outcome.SAME,
                        Script.first(
                                3,
                                Request::isExec,
                                new Fault.Answer(
                                        500,
                                        -1))),
                row("exec reset", "an exec is cut, without a close frame",
                        "noticed at once; its edges are tried again: the same verdicts",
                        Outcome.SAME,
                        Script.first(
                                2,
                                Request::isExec,
                                new Fault.StreamCut(
                                        Moment.OPENED,
                                        Cut.RESET))),
                row("exec reset always", "every exec is cut",
                        "its edges are errors, `unreadable`, with the reason",
                        new Outcome.Inconclusive(
                                "the connection broke before an exit code came"),
                        Script.every(
                                Request::isExec,
                                new Fault.StreamCut(
                                        Moment.OPENED,
                                        Cut.RESET))),
                row("exec silent", "an exec falls silent (a half-open connection)",
                        "noticed within 10 seconds, by the pings that are not answered; tried again: the same verdicts",
                        Outcome.SAME,
                        Script.first(
                                1,
                                Request::isExec,
                                new Fault.StreamCut(
                                        Moment.OPENED,
                                        Cut.SILENT))),
                row("output torn", "an exec is cut in the midst of its output",
                        "what is not recorded in full is tried again: the same verdicts",
                        Outcome.SAME,
                        Script.first(
                                2,
                                Request::isExec,
                                new Fault.StreamCut(
                                        Moment.WITHIN_OUTPUT,
                                        Cut.RESET))),
                row("cut before status", "an exec is cut before its status",
                        "the probes' own records decide: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isExec,
                                new Fault.StreamCut(
                                        Moment.BEFORE_STATUS,
                                        Cut.RESET))),
                row("status lost", "the status of an exec is lost",
                        "the probes' own records decide: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isExec,
                                new Fault.Status(
                                        OfStatus.LOST))),
                row("status duplicated", "it comes twice",
                        "the first counts: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isExec,
                                new Fault.Status(
                                        OfStatus.DUPLICATED))),
                row("status torn", "it comes in two pieces",
                        "put together: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isExec,
                                new Fault.Status(
                                        OfStatus.TORN))),
                row("status first", "it comes before the output",
                        "the output is waited for: the same verdicts",
                        Outcome.SAME,
                        Script.every(
                                Request::isExec,
                                new Fault.Status(
                                        OfStatus.BEFORE_OUTPUT))),
                row("restart", "the API server restarts",
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
                        }),
                row("gone", "the API server is gone for good: connections are refused",
                        "after 20 seconds the run breaks off; to clean up nobody waits again, and what stays is named with the commands that remove it",
                        new Outcome.BrokenOff(
                                "No connection to",
                                true),
                        "letting",
                        FaultProxy::stop),
                row("silent", "nothing comes from the API server any more",
                        "the same",
                        new Outcome.BrokenOff(
                                "No answer in time",
                                true),
                        "letting",
                        FaultProxy::fallSilent));
    }

    /** What a fault leads to. */
    sealed interface Outcome {

        Outcome SAME = new SameVerdicts();

        record SameVerdicts() implements Outcome {}

        record Inconclusive(String reason) implements Outcome {}

        record BrokenOff(String reason, boolean leavesBehind) implements Outcome {}
    }

    @FunctionalInterface
    interface Happening {
        void to(FaultProxy proxy) throws IOException;
    }

    private static TableOfFaults row(String name, String fault, String leadsTo, Outcome outcome, Script script) {
        return new TableOfFaults(name, fault, leadsTo, outcome, script, "", proxy -> {});
    }

    /** From a step of the run on. */
    private static TableOfFaults from(String name, String fault, String leadsTo, Outcome outcome, String step,
            Script script) {
        return row(name, fault, leadsTo, outcome, step, proxy -> proxy.play(script));
    }

    private static TableOfFaults row(String name, String fault, String leadsTo, Outcome outcome, String step,
            Happening happening) {
        return new TableOfFaults(name, fault, leadsTo, outcome, Script.NO_FAULT, step, happening);
    }

    /** Whether it happens at this step of a run. */
    boolean happensAt(String begun) {
        return !step.isEmpty() && begun.startsWith(step);
    }

    void happen(FaultProxy proxy) {
        try {
            happening.to(proxy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    static void fix(FaultProxy proxy) {
        restart(proxy);
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
        return "| between Netproof and the API server | what comes of it |\n|---|---|\n" + all().stream()
                .map(row -> "| " + row.fault + " | " + row.leadsTo + " |\n").collect(Collectors.joining());
    }
}
