package dev.netproof.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.Unevaluated;

/** Policies of other APIs, and what else has to do with the network and is not read. */
final class NotEvaluated implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("policy-not-evaluated", Severity.TRIVIAL,
            "A policy that is recognised and not evaluated",
            "Policies of Cilium, Calico, Antrea and Istio open and close paths by rules of their own, and so may objects "
                    + "of kinds that are not known here. Where such a policy selects a pod, the audit says less about it.",
            "Ask the wire: put what it is to do into a matrix, and run it.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        Map<String, Audited> objects = new HashMap<>();
        scene.input().snapshot().otherPolicies().forEach(policy -> {
            Audited object = Audited.of(policy);
            objects.put(object.toString(), object);
        });
        Set<String> unreadable = scene.unreadable().keySet().stream().map(Audited::toString)
                .collect(Collectors.toSet());
        Stream<RuleMatch> unread = scene.input().unread().stream().map(object -> found(Audited.of(object.object()), "",
                object.reason()));
        return Stream.concat(unread, scene.declared().unevaluated().stream().map(Unevaluated::object)
                .filter(ref -> !ref.kind().equals("NetworkPolicy") && !unreadable.contains(Audited.of(ref).toString()))
                .map(ref -> {
                    String kind = ref.kind().contains(".") ? ref.kind().substring(0, ref.kind().indexOf('.'))
                            : ref.kind();
                    Audited plain = new Audited(kind, ref.namespace(), ref.name(), Map.of());
                    return found(objects.getOrDefault(plain.toString(), plain), "",
                            ref.kind() + " is not evaluated: what it allows or denies is not known here.");
                }));
    }
}
