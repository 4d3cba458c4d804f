package dev.netproof.audit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** A podSelector that is nobody's. */
final class SelectsNoPod implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("selects-no-pod", Severity.MAJOR,
            "A policy that selects no pod",
            "The API server accepts it, kubectl lists it, and it isolates nobody. Mostly a typing error, or a label that "
                    + "has changed; the pods it was written for are open, or closed, without it.",
            "Correct the podSelector, or remove the policy.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().filter(policy -> !policy.subject().isEmpty())
                .filter(policy -> !scene.selectable(policy.namespace()).isEmpty())
                .filter(policy -> scene.subjects(policy).isEmpty())
                // Those are found as pods that escape.
                .filter(policy -> scene.members().noneMatch(member -> member.onNode()
                        && member.namespace().equals(policy.namespace())
                        && policy.subject().selects(member.labels())))
                .map(policy -> found(policy.object(), "spec.podSelector", "No pod of the namespace has the labels "
                        + policy.subject() + "." + known(scene.selectable(policy.namespace()), policy)));
    }

    private static String known(List<Member> members, Policy policy) {
        Set<String> values = new TreeSet<>();
        for (String key : policy.subject().keys()) {
            members.stream().filter(member -> member.labels().containsKey(key))
                    .forEach(member -> values.add(key + "=" + member.labels().get(key)));
        }
        return values.isEmpty() ? "" : " There are " + Audited.list(List.copyOf(values)) + ".";
    }
}
