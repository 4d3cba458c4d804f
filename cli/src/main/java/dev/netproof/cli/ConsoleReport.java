package dev.netproof.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;

/**
 * The report a person reads first: a row an edge as it comes, then what failed, where, and what to look at next.
 *
 * <p>Keeps only the first of the edges that need a look, for nobody reads a thousand here.
 */
final class ConsoleReport implements EvidenceSink {

    static final int EXPLAINED = 200;

    private static final int FINDINGS_SHOWN = 3;
    private static final int NEAREST_SHOWN = 2;

    private final Terminal terminal;
    private final boolean goesOn;
    private final BooleanSupplier interrupted;
    private final List<EdgeEvidence> unproven = new ArrayList<>();
    private int unexplained;
    private String matrix = "";
    private Totals totals = Totals.NONE;
    private boolean begun;
    private boolean ended;
    private boolean mute;

    /**
     * A report that no edge has come to yet.
     *
     * @param goesOn whether edges are judged although nothing was seen to be enforced; when they are not, one plain line
     *     says so, and a row an edge would only repeat it
     */
    ConsoleReport(Terminal terminal, boolean goesOn) {
        this(terminal, goesOn, () -> false);
    }

    /**
     * A report that stays silent when it would begin after the run was interrupted: a row an edge would only say so again.
     *
     * @param interrupted asked when the evidence begins
     */
    ConsoleReport(Terminal terminal, boolean goesOn, BooleanSupplier interrupted) {
        this.terminal = terminal;
        this.goesOn = goesOn;
        this.interrupted = interrupted;
    }

    @Override
    public void begin(RunHeader header) {
        begun = true;
        mute = interrupted.getAsBoolean() || (!goesOn && !header.canary().anyEnforced());
        if (mute) {
            return;
        }
        terminal.say("");
        terminal.say("cluster  " + header.cluster().context() + ", Kubernetes " + header.cluster().version());
        terminal.say("canary   " + header.canary().detail());
    }

    @Override
    public void edge(EdgeEvidence edge) {
        if (mute) {
            totals = totals.plus(edge);
            return;
        }
        if (!edge.matrix().equals(matrix)) {
            matrix = edge.matrix();
            terminal.say("");
            terminal.say("bold", matrix, "");
        }
        totals = totals.plus(edge);
        String row = "%-24s %-36s %-6s %s".formatted(edge.id(), path(edge), word(edge), edge.verdict().summary());
        switch (edge.verdict().result()) {
            case CONFORMS -> terminal.say("green", "  ok       ", row);
            case VIOLATED -> {
                terminal.say(edge.enforced() ? "bold,red" : "yellow", edge.enforced() ? failed(edge) : "  watched  ",
                        row);
                keep(edge);
            }
            case INCONCLUSIVE -> {
                terminal.say("bold,yellow", edge.enforced() ? "  UNPROVEN " : "  watched  ", row);
                keep(edge);
            }
        }
    }

    private void keep(EdgeEvidence edge) {
        if (unproven.size() < EXPLAINED) {
            unproven.add(edge);
        } else {
            unexplained++;
        }
    }

    private static String failed(EdgeEvidence edge) {
        return switch (edge.expected()) {
            case DENY -> "  LEAK     ";
            case ALLOW -> "  BLOCKED  ";
        };
    }

    private static String path(EdgeEvidence edge) {
        return edge.source().peer() + " → " + edge.target().peer() + " " + edge.port();
    }

    private static String word(EdgeEvidence edge) {
        return edge.expected().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void end(RunFooter footer) {
        ended = true;
        if (mute) {
            return;
        }
        for (EdgeEvidence edge : unproven) {
            terminal.say("");
            explain(edge);
        }
        if (unexplained > 0) {
            terminal.say("");
            terminal.say("And " + unexplained + " more, see the reports.");
        }
        terminal.say("");
        terminal.say(totals.violated() > 0 ? "bold,red" : totals.inconclusive() > 0 ? "bold,yellow" : "bold,green",
                headline(), counts());
        if (footer.coverage() != null) {
            terminal.say(CoverageReport.summary(footer.coverage()));
        }
        if (!footer.policyChanges().isEmpty()) {
            terminal.say("Policies changed while probing: " + footer.policyChanges().size()
                    + ". summary.md names them.");
        }
        if (!footer.remark().isEmpty()) {
            terminal.say(footer.remark());
        }
    }

    private void explain(EdgeEvidence edge) {
        String owner = edge.governance().owner() == null ? "" : ", owner " + edge.governance().owner();
        terminal.say("bold", edge.id(), "  (" + edge.position() + ", "
                + edge.severity().name().toLowerCase(Locale.ROOT) + owner + ")");
        boolean expired = edge.verdict().findings().stream().anyMatch(ConsoleReport::turnedTheExpectation);
        String because = expired || edge.governance().because() == null
                ? ""
                : ", because " + edge.governance().because();
        terminal.say("  expected  " + path(edge) + " to be "
                + (word(edge).equals("allow") ? "allowed" : "denied") + because);
        List<Finding> weighty = edge.verdict()
                .findings()
                .stream()
                .filter(finding -> finding.weight() != Weight.REMARK || turnedTheExpectation(finding))
                .toList();
        for (Finding finding : weighty.subList(0, Math.min(FINDINGS_SHOWN, weighty.size()))) {
            terminal.say("  seen      " + finding.id().id() + ": " + Wording.ENGLISH.message(finding));
        }
        if (weighty.size() > FINDINGS_SHOWN) {
            terminal.say("            and " + (weighty.size() - FINDINGS_SHOWN) + " more, see the reports");
        }
        edge.nearestRules().stream().limit(NEAREST_SHOWN)
                .forEach(nearest -> terminal.say("  nearest   " + Wording.ENGLISH.nearest(nearest)));
        weighty.stream()
                .map(Wording.ENGLISH::advice)
                .filter(advice -> !advice.isEmpty())
                .distinct()
                .limit(FINDINGS_SHOWN)
                .forEach(advice -> terminal.say("  next      " + advice));
    }

    /** An expired exception: its reason is one for the opposite, and without this finding the rest makes no sense. */
    private static boolean turnedTheExpectation(Finding finding) {
        return finding.id() == FindingId.EXCEPTION_EXPIRED;
    }

    private String headline() {
        return switch (result()) {
            case CONFORMS -> "The enforced graph is the agreed one";
            case VIOLATED -> "The enforced graph is NOT the agreed one";
            case INCONCLUSIVE -> "Not proven";
        };
    }

    private String counts() {
        return ": " + totals.edges() + (totals.edges() == 1 ? " edge, " : " edges, ") + totals.conforms()
                + " as expected, " + totals.violated() + " violated, " + totals.inconclusive() + " unproven"
                + (totals.monitored() == 0 ? "" : ", " + totals.monitored() + " only watched") + ".";
    }

    /** Whether there is evidence, of whatever run. */
    boolean hasBegun() {
        return begun;
    }

    /** The heaviest verdict of any enforced edge; a run without an end, or without an edge, proves nothing. */
    Result result() {
        if (totals.violated() > 0) {
            return Result.VIOLATED;
        }
        return ended && totals.inconclusive() == 0 && totals.edges() > 0 ? Result.CONFORMS : Result.INCONCLUSIVE;
    }

    @Override
    public void close() {
        // The terminal stays.
    }
}
