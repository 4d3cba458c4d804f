package dev.netproof.audit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;

/** Two items, a namespaceSelector and a podSelector, that look as if one was meant. */
final class OrForAnd implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("or-for-and", Severity.CRITICAL,
            "Two peers that look as if one was meant",
            "Items of from and to are alternatives. A dash before podSelector makes a second peer of it: every pod of the "
                    + "selected namespaces, or pods with that label in the policy's own.",
            "Remove the dash before the second selector, so that both must match. If both peers are meant, put them into "
                    + "two rules.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .flatMap(rule -> IntStream.range(1, rule.peers().size())
                        .filter(at -> isPair(rule.peers().get(at - 1), rule.peers().get(at)))
                        .mapToObj(at -> pair(scene, policy, rule, at))));
    }

    /** An empty podSelector means the own namespace, and is meant so. */
    private static boolean isPair(Peer one, Peer other) {
        return one instanceof Peer.Pods first && other instanceof Peer.Pods second
                && ((isNamespaces(first) && isPods(second)) || (isPods(first) && isNamespaces(second)));
    }

    private static boolean isNamespaces(Peer.Pods peer) {
        return peer.namespaces() != null && peer.pods() == null;
    }

    private static boolean isPods(Peer.Pods peer) {
        return peer.namespaces() == null && !Idioms.isAll(peer.pods());
    }

    private RuleMatch pair(AuditContext scene, Policy policy, Part rule, int at) {
        Peer.Pods one = (Peer.Pods) rule.peers().get(at - 1);
        Peer.Pods other = (Peer.Pods) rule.peers().get(at);
        Peer.Pods pods = isPods(one) ? one : other;
        Peer.Pods namespaces = isPods(one) ? other : one;
        List<Member> own = scene.selected(policy, pods);
        boolean elsewhere = !scene.selected(policy, new Peer.Pods(namespaces.namespaces(), pods.pods())).isEmpty();
        Severity severity = own.isEmpty() || elsewhere ? Severity.CRITICAL : Severity.MINOR;
        return found(severity, policy.object(), rule.path(at), "Two peers: " + Idioms.peer(one) + ", or "
                + Idioms.peer(other) + "."
                + (own.isEmpty() ? " No pod of its namespace has that label" + (elsewhere
                        ? ", and pods of the selected namespaces have: the two were probably meant as one."
                        : ": the two were probably meant as one.") : ""));
    }
}
