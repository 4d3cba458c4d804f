package dev.netproof.reports;

import java.util.List;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import org.jspecify.annotations.Nullable;

/**
 * An audit to be written.
 *
 * @param version of Netproof
 * @param rules all that were applied
 * @param findings heaviest first
 * @param failOn the least severity that fails; null if none does
 */
public record AuditReport(String version, List<AuditRuleText> rules, List<AuditFinding> findings,
        @Nullable Severity failOn) {

    public AuditReport {
        rules = List.copyOf(rules);
        findings = List.copyOf(findings);
    }

    /** Whether some finding that stands is at least as grave as what fails. */
    public boolean fails() {
        return findings.stream().anyMatch(this::fails);
    }

    boolean fails(AuditFinding finding) {
        return failOn != null && finding.stands() && finding.severity().compareTo(failOn) <= 0;
    }

    long standing(Severity severity) {
        return findings.stream().filter(finding -> finding.stands() && finding.severity() == severity).count();
    }

    /** The object, and where in it. */
    static String place(AuditFinding finding) {
        return finding.object() + (finding.part().isEmpty() ? "" : " " + finding.part());
    }
}
