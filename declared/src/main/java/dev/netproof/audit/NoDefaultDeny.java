package dev.netproof.audit;

import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.FlowVerdict;
import dev.netproof.policy.SideVerdict;

/** A pod without a label, which no policy was written for, is open in one direction. */
record NoDefaultDeny(Direction direction) implements AuditRule {

    private static final AuditRuleText INGRESS = new AuditRuleText("no-default-deny-ingress", Severity.MAJOR,
            "Namespace without default deny for ingress",
            "A pod that no policy selects takes connections from everywhere. Without a default deny that holds for each "
                    + "new pod, and for each pod whose label has a typing error.",
            "Add a NetworkPolicy with podSelector: {}, policyTypes: [Ingress] and no rules.");

    private static final AuditRuleText EGRESS = new AuditRuleText("no-default-deny-egress", Severity.MINOR,
            "Namespace without default deny for egress",
            "A pod that no policy selects for egress may connect to every address, inside the cluster and outside.",
            "Add a NetworkPolicy with podSelector: {}, policyTypes: [Egress], and egress to DNS as its only rule.");

    @Override
    public AuditRuleText text() {
        return switch (direction) {
            case INGRESS -> INGRESS;
            case EGRESS -> EGRESS;
        };
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.namespaces().entrySet().stream().filter(namespace -> !scene.isPassedOver(namespace.getKey()))
                .filter(namespace -> !scene.selectable(namespace.getKey()).isEmpty())
                .filter(namespace -> isOpen(side(scene.evaluated().judge(
                        HypotheticalPods.flow(namespace.getKey(), direction)))))
                .map(namespace -> open(scene, namespace.getKey(), namespace.getValue()));
    }

    private SideVerdict side(FlowVerdict verdict) {
        return switch (direction) {
            case INGRESS -> verdict.ingress();
            case EGRESS -> verdict.egress();
        };
    }

    private static boolean isOpen(SideVerdict side) {
        return side instanceof SideVerdict.Allowed && side.isolating().isEmpty();
    }

    private RuleMatch open(AuditContext scene, String name, Audited namespace) {
        List<Member> members = scene.selectable(name);
        List<Member> free = members.stream().filter(member -> !scene.isIsolated(direction, member)).toList();
        Severity lesser = switch (direction) {
            case INGRESS -> Severity.MINOR;
            case EGRESS -> Severity.TRIVIAL;
        };
        if (side(scene.declared()
                .judge(HypotheticalPods.flow(name, direction))) instanceof SideVerdict.Unknown unknown) {
            return found(Severity.TRIVIAL, namespace, "", "No NetworkPolicy isolates every pod for "
                    + direction.word() + ". It may be covered: " + String.join(" ", unknown.reasons()));
        }
        if (free.isEmpty()) {
            return found(lesser, namespace, "", "Every pod of today is isolated for " + direction.word()
                    + ", but only by its labels: the next one may not be.");
        }
        return found(namespace, "", "No policy isolates every pod for " + direction.word() + ". Open today: "
                + Audited.list(AuditContext.names(free)) + ".");
    }
}
