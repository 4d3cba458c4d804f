package dev.netproof.cli;

import java.util.List;
import java.util.Locale;

import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.PolicyMutant.Result;
import dev.netproof.evidence.SuggestedEdge;

/** Shows coverage to whoever keeps a matrix: what nobody would notice first, each with the edge that would. */
final class CoverageReport {

    private final Terminal terminal;
    private final boolean all;

    /** @param all whether to show what is noticed, and what is not counted, too */
    CoverageReport(Terminal terminal, boolean all) {
        this.terminal = terminal;
        this.all = all;
    }

    /** In a sentence. */
    static String summary(PolicyCoverage coverage) {
        int counted = coverage.noticed() + coverage.unnoticed();
        return "Coverage %s %%: of %d mistakes that could be made in the policies, some edge would notice %d."
                .formatted(coverage.percent(), counted, coverage.noticed());
    }

    void show(PolicyCoverage coverage) {
        List<PolicyMutant> unnoticed = of(coverage, Result.UNNOTICED);
        if (!unnoticed.isEmpty()) {
            terminal.say("bold", "No edge would notice", "");
        }
        for (PolicyMutant mutant : unnoticed) {
            terminal.say("");
            terminal.say("bold,red", "  " + mutant.id(), "");
            if (mutant.suggestion() != null) {
                show(mutant.suggestion());
            }
        }
        if (all) {
            noticed(of(coverage, Result.NOTICED));
            uncounted("No edge could notice, so not counted", of(coverage, Result.EQUIVALENT));
            uncounted("Nobody knows, so not counted", of(coverage, Result.UNDECIDED));
        }
        list("Policies that are not evaluated, and not changed", coverage.notMutated());
        list("Edges that notice nothing", coverage.leftOut());
        if (!unnoticed.isEmpty() || all || !coverage.notMutated().isEmpty() || !coverage.leftOut().isEmpty()) {
            terminal.say("");
        }
        terminal.say(coverage.unnoticed() == 0 ? "bold,green" : "bold,yellow", summary(coverage), "");
        int uncounted = coverage.equivalent() + coverage.undecided();
        if (uncounted > 0) {
            terminal.say("Not counted: " + coverage.equivalent() + " that make no difference to the pods that are here"
                    + (coverage.undecided() > 0 ? ", " + coverage.undecided() + " of which nobody knows" : "")
                    + (all ? "." : ". --all tells which."));
        }
    }

    private void show(SuggestedEdge edge) {
        terminal.say("    " + edge.from() + " → " + edge.to() + " " + edge.port() + " is "
                + switch (edge.expected()) {
                    case ALLOW -> "allowed now, and would be denied. Add:";
                    case DENY -> "denied now, and would be allowed. Add:";
                });
        edge.yaml().lines().forEach(line -> terminal.say("      " + line));
        if (!edge.remark().isEmpty()) {
            terminal.say("    " + edge.remark());
        }
    }

    private void noticed(List<PolicyMutant> mutants) {
        if (!mutants.isEmpty()) {
            terminal.say("");
            terminal.say("bold", "Noticed", "");
        }
        for (PolicyMutant mutant : mutants) {
            int more = mutant.edges() - mutant.noticedBy().size();
            terminal.say("green", "  " + mutant.id(), "");
            terminal.say("    by " + String.join(", ", mutant.noticedBy())
                    + (more > 0 ? String.format(Locale.ROOT, " and %d more", more) : ""));
        }
    }

    private void uncounted(String title, List<PolicyMutant> mutants) {
        if (!mutants.isEmpty()) {
            terminal.say("");
            terminal.say("bold", title, "");
        }
        for (PolicyMutant mutant : mutants) {
            terminal.say("  " + mutant.id());
            terminal.say("    " + mutant.reason());
        }
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            terminal.say("");
            terminal.say("bold", title, "");
            lines.forEach(line -> terminal.say("  " + line));
        }
    }

    private static List<PolicyMutant> of(PolicyCoverage coverage, Result result) {
        return coverage.mutants().stream().filter(mutant -> mutant.result() == result).toList();
    }
}
