package dev.netproof.audit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;

/** Peers by labels of namespaces that are not protected. */
final class TrustsFreeLabel implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("trusts-namespace-label", Severity.MINOR,
            "Trust by a label that is not protected",
            "Whoever may label a namespace joins the peers of such a rule. The API server protects "
                    + "kubernetes.io/metadata.name alone.",
            "Select namespaces by kubernetes.io/metadata.name; or protect the label by admission, and name it with "
                    + "--protected-label.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        Set<String> safe = scene.input().options().protectedLabels();
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .flatMap(rule -> IntStream.range(0, rule.peers().size()).boxed()
                        .flatMap(at -> check(safe, policy, rule, at))));
    }

    private Stream<RuleMatch> check(Set<String> safe, Policy policy, Part rule, int at) {
        if (!(rule.peers().get(at) instanceof Peer.Pods peer) || peer.namespaces() == null
                || peer.namespaces().labels().containsKey(AuditContext.NAME_LABEL)) {
            return Stream.empty();
        }
        Set<String> free = new TreeSet<>(peer.namespaces().keys());
        free.removeIf(key -> key.equals(AuditContext.NAME_LABEL) || safe.stream().anyMatch(key::startsWith));
        boolean ingress = rule.ref().direction() == Direction.INGRESS;
        return free.isEmpty() || free.size() < peer.namespaces().keys().size() ? Stream.empty()
                : Stream.of(found(ingress ? Severity.MINOR : Severity.TRIVIAL, policy.object(), rule.path(at),
                        "Namespaces are " + (ingress ? "let in" : "reached") + " by the label "
                                + Audited.list(List.copyOf(free)) + "."));
    }
}
