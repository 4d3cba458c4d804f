package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** Looks for one kind of mistake. Has no state. */
interface AuditRule {

    AuditRuleText text();

    Stream<RuleMatch> check(AuditContext scene);

    /** A discovery as grave as the rule's are, fixed as the rule says. */
    default RuleMatch found(Audited object, String part, String message) {
        return found(text().severity(), object, part, message);
    }

    default RuleMatch found(Severity severity, Audited object, String part, String message) {
        return new RuleMatch(severity, object, part, message, text().remedy());
    }
}
