package dev.netproof.audit;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;
import dev.netproof.policy.Selector;

/** A peer that is nobody. */
final class PeerSelectsNothing implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("peer-selects-nothing", Severity.MAJOR,
            "A peer that selects no namespace or no pod",
            "A rule whose selectors match nobody allows nothing, and nothing complains. Labels of namespaces are set by "
                    + "hand, all but kubernetes.io/metadata.name.",
            "Correct the label: namespaces are safest named by kubernetes.io/metadata.name. Remove the peer if it is gone.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .flatMap(rule -> IntStream.range(0, rule.peers().size()).boxed()
                        .flatMap(at -> check(scene, policy, rule, at))));
    }

    private Stream<RuleMatch> check(AuditContext scene, Policy policy, Part rule, int at) {
        if (!(rule.peers().get(at) instanceof Peer.Pods peer)) {
            return Stream.empty();
        }
        Selector namespaces = peer.namespaces();
        if (namespaces == null) {
            boolean nobody = !Idioms.isAll(peer.pods()) && scene.selected(policy, peer).isEmpty()
                    && !isOrForAnd(rule, at);
            return nobody ? Stream.of(found(policy.object(), rule.path(at), "No pod of the namespace has the labels "
                    + peer.pods() + ". Alone, a podSelector means the policy's own namespace.")) : Stream.empty();
        }
        if (!scene.isFullyRead(namespaces)) {
            return unread(scene, policy, rule, at, namespaces);
        }
        List<String> selected = scene.selectedNamespaces(namespaces);
        String here = scene.isFromManifests() ? " of these manifests" : "";
        if (selected.isEmpty()) {
            return Stream.of(found(policy.object(), rule.path(at), "No namespace" + here + " has the labels "
                    + namespaces + "." + hint(scene, namespaces)));
        }
        boolean nobody = !Idioms.isAll(peer.pods()) && scene.selected(policy, peer).isEmpty();
        // A cluster of manifests does not show the pods that come with the cluster.
        boolean hidden = scene.isFromManifests() && selected.stream().anyMatch(AuditContext.SYSTEM::contains);
        return nobody && !hidden ? Stream.of(found(policy.object(), rule.path(at), "No pod of "
                + Audited.list(selected) + " has the labels " + peer.pods() + ".")) : Stream.empty();
    }

    /** Its second half is found as that. */
    private static boolean isOrForAnd(Part rule, int at) {
        return Stream.of(at - 1, at + 1).filter(other -> other >= 0 && other < rule.peers().size())
                .map(other -> rule.peers().get(other))
                .anyMatch(other -> other instanceof Peer.Pods pods && pods.namespaces() != null
                        && pods.pods() == null);
    }

    private Stream<RuleMatch> unread(AuditContext scene, Policy policy, Part rule, int at, Selector namespaces) {
        String name = namespaces.labels().get(AuditContext.NAME_LABEL);
        boolean elsewhere = scene.isFromManifests() && name != null && !AuditContext.SYSTEM.contains(name)
                && !name.equals("default");
        return elsewhere ? Stream.of(new RuleMatch(Severity.TRIVIAL, policy.object(), rule.path(at),
                "The namespace " + name + " is not among these manifests, so nothing can be said of this peer.",
                "Give its manifests, too; or correct the name.")) : Stream.empty();
    }

    private static String hint(AuditContext scene, Selector namespaces) {
        return namespaces.labels().values().stream().filter(scene.namespaces()::containsKey).findFirst()
                .map(name -> " The namespace " + name + " has " + AuditContext.NAME_LABEL + "="
                        + Objects.requireNonNull(name) + ".")
                .orElse("");
    }
}
