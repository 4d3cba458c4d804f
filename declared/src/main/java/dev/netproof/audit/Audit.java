package dev.netproof.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.AuditRuleText;

/** Applies every rule. */
public final class Audit {

    private static final Comparator<AuditFinding> ORDER = Comparator.comparing(AuditFinding::severity)
            .thenComparing(AuditFinding::rule).thenComparing(AuditFinding::namespace)
            .thenComparing(AuditFinding::kind).thenComparing(AuditFinding::name).thenComparing(AuditFinding::part)
            .thenComparing(AuditFinding::message);

    private Audit() {}

    /**
     * What there is to say, heaviest first; the same for the same input. Findings that somebody has accepted are among
     * them, and say so.
     */
    public static List<AuditFinding> of(AuditInput input) {
        AuditContext scene = new AuditContext(input);
        Suppressions suppressions = new Suppressions(input.today());
        List<AuditFinding> findings = new ArrayList<>();
        for (AuditRule rule : Catalogue.rules()) {
            rule.check(scene).filter(discovery -> isReported(discovery, input))
                    .map(discovery -> finding(rule.text(), discovery, input, suppressions)).forEach(findings::add);
        }
        return findings.stream().distinct().sorted(ORDER).toList();
    }

    private static boolean isReported(RuleMatch discovery, AuditInput input) {
        String namespace = discovery.object().kind().equals("Namespace") ? discovery.object().name()
                : discovery.object().namespace();
        return input.namespaces().isEmpty() || namespace.isEmpty() || input.namespaces().contains(namespace);
    }

    private static AuditFinding finding(AuditRuleText rule, RuleMatch discovery, AuditInput input,
            Suppressions suppressions) {
        Audited object = discovery.object();
        AuditFinding finding = new AuditFinding(rule.id(), discovery.severity(), object.kind(), object.namespace(),
                object.name(), discovery.part(),
                input.locator().find(object.kind(), object.namespace(), object.name(), discovery.part()).orElse(null),
                discovery.message(), discovery.advice(), null);
        return suppressions.of(object, rule.id()).map(finding::suppressed).orElse(finding);
    }
}
