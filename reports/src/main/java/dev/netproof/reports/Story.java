package dev.netproof.reports;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Verdict;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/** One edge told to somebody who has never seen the matrix: what should be, what was seen, what to look at next. */
final class Story {
    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_RULES = 4;
    private static final int MOST_OUTPUT = 4_000;
    private static final int MOST_WORDS = 1_000;

    private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final EdgeEvidence edge;
    private final Wording wording;
    private final StringBuilder text = new StringBuilder();

    private Story(EdgeEvidence edge, Wording wording) {
        this.edge = edge;
        this.wording = wording;
    }

    /** {@code stranger-out: stranger → payments http/TCP deny}: the name of the edge wherever it is a test. */
    static String name(EdgeEvidence edge) {
        return edge.id() + ": " + edge.source().peer() + " → " + edge.target().peer() + " " + edge.port() + " "
                + word(edge.expected());
    }

    /** {@code stranger must not reach payments at http/TCP}. */
    static String expectation(EdgeEvidence edge) {
        String must = switch (edge.expected()) {
            case ALLOW -> " must reach ";
            case DENY -> " must not reach ";
        };
        return edge.source().peer() + must + edge.target().peer() + " at " + edge.port();
    }

    /** The finding that decided, unless the edge conforms. */
    static Optional<Finding> deciding(EdgeEvidence edge) {
        return switch (edge.verdict().result()) {
            case CONFORMS -> Optional.empty();
            case VIOLATED -> first(edge, Finding.Weight.VIOLATION);
            case INCONCLUSIVE -> first(edge, Finding.Weight.INCONCLUSIVE);
        };
    }

    /** {@code leak: Stranger reached payments.}; what was seen, when the edge conforms. */
    static String headline(EdgeEvidence edge, Wording wording) {
        return deciding(edge)
                .map(finding -> finding.id().id() + ": " + wording.message(finding))
                .orElse(edge.verdict().summary());
    }

    static List<Finding> remarks(EdgeEvidence edge) {
        return edge.verdict().findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.REMARK)
                .toList();
    }

    /** The whole story in plain lines, a bounded part of long outputs. */
    static String of(EdgeEvidence edge, Wording wording) {
        Story story = new Story(edge, wording);
        story.facts();
        story.attempts();
        return story.text.toString();
    }

    /** The story without its attempts, for an edge about which nobody will ask. */
    static String brief(EdgeEvidence edge, Wording wording) {
        Story story = new Story(edge, wording);
        story.facts();
        return story.text.toString();
    }

    /** What one attempt met: {@code closed, no answer in time (connect): nc: connect to 10.1.2.3 port 80 timed out}. */
    static String met(Observation observation) {
        String met = switch (observation) {
            case Observation.Connected connected -> "open (as far as " + word(connected.stage()) + ")"
                    + (connected.answered() ? "" : ", not answered as asked");
            case Observation.Closed closed -> "closed, " + way(closed.outcome()) + " (" + word(closed.stage()) + ")";
            case Observation.Undetermined undetermined -> undetermined.stage() == Stage.DNS
                    ? "says nothing of the edge, a name did not resolve"
                    : "neither open nor closed (" + word(undetermined.stage()) + ")";
            case Observation.Unreadable unreadable -> "nothing was learned";
        };
        return observation.detail().isBlank() ? met : met + ": " + observation.detail();
    }

    /** Whether an attempt is as the edge is expected to be; empty when it says nothing. */
    static Optional<Boolean> asExpected(EdgeEvidence edge, Attempt attempt) {
        return switch (attempt.observation()) {
            case Observation.Connected connected when edge.expected() == Expectation.ALLOW && !connected.answered() ->
                Optional.empty();
            case Observation.Connected connected -> Optional.of(edge.expected() == Expectation.ALLOW);
            case Observation.Closed closed -> Optional.of(edge.expected() == Expectation.DENY);
            case Observation.Undetermined undetermined -> Optional.empty();
            case Observation.Unreadable unreadable -> Optional.empty();
        };
    }

    static String control(Control control, Wording wording) {
        String fact = switch (control.kind()) {
            case TARGET_REACHED -> "another source reached the target";
            case TARGET_READY -> "the target's own readiness probe kept it ready";
            case TARGET_REACHED_ITSELF -> "the target's own pod reached it";
            case SOURCE_REACHED -> "the source's network worked at that time";
            case SOURCE_PULSE -> "the source's node reached it at that time";
            case NEGATIVE -> "no proxy answers for every address";
            case ENFORCEMENT -> "policies are enforced here";
        };
        return fact + ", " + wording.subject(control.subject());
    }

    /** The command as it can be pasted into a POSIX shell. */
    static String command(RawRecord raw) {
        return raw.command().stream().map(Story::quoted).collect(joining(" "));
    }

    static String exit(RawRecord raw) {
        return raw.exitCode() == RawRecord.NOT_RUN ? "did not run" : "exit code " + raw.exitCode();
    }

    /** {@code 2026-11-20T18:00:00.012Z}, always with milliseconds. */
    static String time(Instant at) {
        return MILLISECONDS.format(at);
    }

    /** {@code 12 ms}, {@code 3.0 s}, {@code 4 min 10 s}. */
    static String time(Duration elapsed) {
        long millis = elapsed.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return elapsed.toMinutes() + " min " + elapsed.toSecondsPart() + " s";
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Finding> first(EdgeEvidence edge, Finding.Weight weight) {
        return edge.verdict().findings().stream().filter(finding -> finding.weight() == weight).findFirst();
    }

    private static String way(Outcome outcome) {
        return switch (outcome) {
            case TIMEOUT -> "no answer in time";
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case SUCCESS, UNDETERMINED, UNREADABLE -> throw new IllegalArgumentException(outcome + " is not closed");
        };
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private void facts() {
        Verdict verdict = edge.verdict();
        line("expected", expectation(edge) + " (" + edge.position() + ")");
        line("seen", verdict.summary());
        for (Finding finding : verdict.findings()) {
            line(label(finding.weight()), finding.id().id() + ": " + wording.message(finding));
            line("next", wording.advice(finding));
        }
        nearest();
        line("source", edge.source().peer() + ", " + wording.source(edge.source()));
        line("target", edge.target().peer() + ", " + wording.target(edge.target()));
        Governance governance = edge.governance();
        line("because", governance.because());
        line("owner", governance.owner());
        line("ticket", governance.ticket());
        line("expires", governance.expires() == null ? null : governance.expires() + ", the last day (UTC)");
        line("severity", word(edge.severity()));
        controls();
    }

    /** What differs in a line each, and the policy that would allow the path as it would be applied. */
    private void nearest() {
        List<NearestRule> rules = edge.nearestRules();
        for (NearestRule nearest : rules.stream().limit(MOST_RULES).toList()) {
            line("nearest", wording.nearest(nearest));
            if (!nearest.suggestion().isBlank()) {
                text.append("Suggestion, to be reviewed:\n");
                Legible.text(nearest.suggestion().strip(), MOST_OUTPUT).lines()
                        .forEach(line -> text.append("    ").append(line).append('\n'));
            }
        }
        if (rules.size() > MOST_RULES) {
            text.append("… and ").append(rules.size() - MOST_RULES).append(" more, in the evidence\n");
        }
    }

    private void controls() {
        if (!edge.controls().isEmpty()) {
            text.append("\nControls\n");
        }
        for (Control control : edge.controls()) {
            line(control.proved() ? "proved" : "NOT proved",
                    control(control, wording) + ": " + wording.grounds(control.grounds()));
        }
    }

    private void attempts() {
        List<Attempt> attempts = edge.attempts();
        if (attempts.isEmpty()) {
            text.append("\nNo attempt was made.\n");
            return;
        }
        text.append("\nAttempts\n");
        List<Integer> told = telling();
        for (int index : told) {
            attempt(index + 1, attempts.get(index));
        }
        if (told.size() < attempts.size()) {
            text.append("  … and ").append(attempts.size() - told.size()).append(" more, in the evidence\n");
        }
    }

    /** Which attempts to tell when there are too many: what is not as expected before what is, then in their order. */
    private List<Integer> telling() {
        List<Integer> told = new ArrayList<>();
        List<Integer> quiet = new ArrayList<>();
        for (int i = 0; i < edge.attempts().size(); i++) {
            boolean expected = asExpected(edge, edge.attempts().get(i)).orElse(false);
            (expected ? quiet : told).add(i);
        }
        told.addAll(quiet);
        return told.stream().limit(MOST_ATTEMPTS).sorted().toList();
    }

    private void attempt(int number, Attempt attempt) {
        RawRecord raw = attempt.raw();
        ProbePod pod = attempt.source();
        text.append("  ").append(number).append(". ").append(Legible.line(met(attempt.observation()), MOST_WORDS))
                .append('\n');
        detail("from", "pod " + pod.namespace() + "/" + pod.name() + in(pod.address()) + on(pod.node()));
        detail("to", wording.place(attempt.endpoint().place()) + ", " + attempt.endpoint().tuple()
                + on(attempt.endpoint().node()));
        detail("at", time(raw.startedAt()) + ", took " + time(raw.elapsed()) + ", round " + attempt.round());
        if (!raw.command().isEmpty()) {
            detail("$", command(raw));
        }
        detail(raw.tool(), exit(raw));
        output("stdout", raw.stdout());
        output("stderr", raw.stderr());
    }

    private static String in(@Nullable String address) {
        return address == null ? "" : " (" + address + ")";
    }

    private static String on(@Nullable String node) {
        return node == null ? "" : " on node " + node;
    }

    private void output(String name, String output) {
        if (!output.isBlank()) {
            text.append("     ").append(name).append(":\n");
            Legible.text(output.strip(), MOST_OUTPUT).lines()
                    .forEach(line -> text.append("       ").append(line).append('\n'));
        }
    }

    private void detail(String name, String value) {
        text.append("     ").append(Legible.line(name, MOST_WORDS)).append(' ')
                .append(Legible.line(value, MOST_WORDS)).append('\n');
    }

    private void line(String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append(String.format(Locale.ROOT, "%-12s %s\n", label, Legible.line(value, MOST_WORDS)));
        }
    }

    private static String label(Finding.Weight weight) {
        return switch (weight) {
            case VIOLATION -> "violated";
            case INCONCLUSIVE -> "inconclusive";
            case REMARK -> "remark";
        };
    }
}
