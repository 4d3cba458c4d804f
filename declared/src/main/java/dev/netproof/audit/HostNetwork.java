package dev.netproof.audit;

import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** Pods in the network of their node. */
final class HostNetwork implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("host-network-escapes", Severity.MAJOR,
            "A pod in the network of its node",
            "Policies don't govern pods with hostNetwork: true, and no selector matches them as a peer. To the others they "
                    + "are the node, which reaches every pod on it.",
            "Take the pod out of the host network, or don't count on policies for it.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.members().filter(Member::onNode).flatMap(member -> {
            List<String> blind = scene.policies(member.namespace()).stream()
                    .filter(policy -> !policy.subject().isEmpty() && policy.subject().selects(member.labels()))
                    .map(policy -> policy.object().toString()).toList();
            if (!blind.isEmpty()) {
                return Stream.of(found(member.audited(), "spec.template.spec.hostNetwork", Audited.list(blind)
                        + " has its labels, and does not govern it."));
            }
            return scene.isPassedOver(member.namespace()) ? Stream.empty()
                    : Stream.of(found(Severity.MINOR, member.audited(), "spec.template.spec.hostNetwork",
                            "No policy governs it."));
        });
    }
}
