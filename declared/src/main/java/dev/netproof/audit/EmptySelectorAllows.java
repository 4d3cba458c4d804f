package dev.netproof.audit;

import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;

/** An empty podSelector in a policy that allows something from, or to, beyond the namespace. */
final class EmptySelectorAllows implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("empty-selector-allows", Severity.MAJOR,
            "An empty podSelector in a policy that allows",
            "An empty podSelector selects every pod of the namespace, those to come included. In a default deny that is "
                    + "meant; in a policy for one workload it opens all the others.",
            "Select the pods that the rule is meant for, or name the ports.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    /** Ingress alone: egress is mostly written for everybody. A rule within the namespace is what such policies are for. */
    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().filter(policy -> policy.subject().isEmpty())
                .flatMap(policy -> policy.rules().stream()
                        .filter(rule -> rule.ref().direction() == Direction.INGRESS && !Idioms.isEverything(rule)
                                && !Idioms.isWithinNamespace(rule))
                        .flatMap(rule -> opened(scene, policy, rule)));
    }

    private Stream<RuleMatch> opened(AuditContext scene, Policy policy, Part rule) {
        List<Member> all = scene.selectable(policy.namespace());
        boolean several = AuditContext.count(all) > 1;
        boolean everyPort = rule.ports().isEverything();
        // Of a single workload's pods, that the ports are missing is said by another rule.
        return everyPort && !several ? Stream.empty()
                : Stream.of(found(everyPort ? Severity.MAJOR : Severity.MINOR, policy.object(), rule.path(),
                        "Opens " + rule.ports() + " of every pod of the namespace to " + Idioms.peers(rule)
                                + (several ? ". Today these are " + Audited.list(AuditContext.names(all)) + "."
                                        : ".")));
    }
}
