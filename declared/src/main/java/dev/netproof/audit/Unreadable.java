package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** Policies that no API server takes, and versions that are not known here. */
final class Unreadable implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("policy-unreadable", Severity.CRITICAL,
            "A policy that can't be read",
            "An API server of today would refuse it, or it is of a version that is not known here. Nothing is known of the "
                    + "pods it selects.",
            "Correct the field, or write it for a version of the API that is known.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.unreadable().entrySet().stream()
                .map(policy -> found(policy.getKey(), "spec", policy.getValue()));
    }
}
