package dev.netproof.audit;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;

/** Ingress from an empty namespaceSelector. */
final class AllowsEveryNamespace implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("allows-every-namespace", Severity.MAJOR,
            "Ingress from every namespace",
            "An empty namespaceSelector means every namespace, those to come included. With a podSelector beside it, "
                    + "whoever may create a pod anywhere gives it that label and is let in.",
            "Name the namespaces by kubernetes.io/metadata.name.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .filter(rule -> rule.ref().direction() == Direction.INGRESS)
                .flatMap(rule -> IntStream.range(0, rule.peers().size())
                        .filter(at -> rule.peers().get(at) instanceof Peer.Pods pods && pods.namespaces() != null
                                && pods.namespaces().isEmpty())
                        .mapToObj(at -> opened(policy, rule, at))));
    }

    private RuleMatch opened(Policy policy, Part rule, int at) {
        boolean labelled = rule.peers().get(at) instanceof Peer.Pods pods && !Idioms.isAll(pods.pods());
        return found(labelled ? Severity.MINOR : Severity.MAJOR, policy.object(), rule.path(at),
                "Lets in " + Idioms.peer(rule.peers().get(at)) + ".");
    }
}
