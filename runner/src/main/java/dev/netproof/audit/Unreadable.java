package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** NetworkPolicies that no API server takes. */
final class Unreadable implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("policy-unreadable", Severity.CRITICAL,
            "A NetworkPolicy that an API server refuses",
            "It would be refused when it is applied, or means something else than it seems. Nothing is known of the pods it "
                    + "selects.",
            "Correct the field.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<Discovery> check(Scene scene) {
        return scene.unreadable().entrySet().stream()
                .map(policy -> found(policy.getKey(), "spec", "It " + policy.getValue() + "."));
    }
}
