package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;

/** A rule that names peers and no ports. */
final class RuleWithoutPorts implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("rule-without-ports", Severity.MINOR,
            "A rule without ports",
            "A rule without ports opens all of them: debuggers, metrics, admin pages, and whatever is started next.",
            "Name the ports that are needed, by the containers' names for them or by number.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    /** A namespace whose pods trust each other says so without ports. */
    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .filter(rule -> rule.ports().isEverything() && !rule.isForAnyone()
                        && !(Idioms.isWithinNamespace(rule) && policy.subject().isEmpty()))
                .map(rule -> found(policy.object(), rule.path(),
                        "Every port of every protocol is open "
                                + (rule.ref().direction() == Direction.INGRESS ? "to " : "towards ")
                                + Idioms.peers(rule) + ".")));
    }
}
