package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;

/** A rule {@code {}}. */
final class AllowsEverything implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("allows-everything", Severity.CRITICAL,
            "A rule that allows everything",
            "A rule without peers and ports, {}, allows everybody everything. Policies add up, so no other policy takes "
                    + "that back, a default deny neither.",
            "Name the peers and the ports, or remove the rule. Nothing at all is allowed by an empty list: ingress: [].");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream()
                .flatMap(policy -> policy.rules().stream().filter(Idioms::isEverything)
                        .map(rule -> found(
                                rule.ref().direction() == Direction.INGRESS ? Severity.CRITICAL : Severity.MAJOR,
                                policy.object(), rule.path(),
                                "Allows all " + rule.ref().direction().word() + " of "
                                        + (policy.subject().isEmpty() ? "every pod of the namespace"
                                                : "pods " + policy.subject())
                                        + ", whatever other policies say.")));
    }
}
