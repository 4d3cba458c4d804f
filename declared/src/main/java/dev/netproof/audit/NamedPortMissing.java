package dev.netproof.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.NamedPorts;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;
import dev.netproof.policy.RulePorts;

/** A port by a name that no container of the target gives. */
final class NamedPortMissing implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("named-port-missing", Severity.MAJOR,
            "A named port that no container has",
            "A name is looked up among the containers of each target pod, not in the Service: for ingress the pods that "
                    + "the policy selects, for egress its peers. Where nobody has it, the rule opens nothing.",
            "Write the container's name for the port, or its number.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream()
                .flatMap(policy -> policy.rules().stream().flatMap(rule -> check(scene, policy, rule)));
    }

    private Stream<RuleMatch> check(AuditContext scene, Policy policy, Part rule) {
        List<Member> targets = rule.ref().direction() == Direction.INGRESS ? scene.subjects(policy)
                : peers(scene, policy, rule);
        if (targets.isEmpty()) {
            return Stream.empty();
        }
        return rule.ports().entries().stream().filter(RulePorts.Entry.Named.class::isInstance)
                .map(RulePorts.Entry.Named.class::cast)
                .filter(named -> named.transport() != null && targets.stream().noneMatch(target -> NamedPorts
                        .of(target.spec()).number(named.name(), named.transport()).isPresent()))
                .map(named -> found(policy.object(), rule.path() + ".ports[" + rule.ports().entries().indexOf(named)
                        + "]",
                        "No container of " + Audited.list(AuditContext.names(targets)) + " has a port " + named.name()
                                + "/" + named.transport() + "." + known(targets)));
    }

    /** None if a peer may mean somebody who is not known. */
    private static List<Member> peers(AuditContext scene, Policy policy, Part rule) {
        List<Member> targets = new ArrayList<>();
        for (Peer peer : rule.peers()) {
            if (!(peer instanceof Peer.Pods pods)
                    || (pods.namespaces() != null && !scene.isFullyRead(pods.namespaces()))) {
                return List.of();
            }
            targets.addAll(scene.selected(policy, pods));
        }
        return targets;
    }

    private static String known(List<Member> targets) {
        Set<String> names = new TreeSet<>();
        targets.forEach(target -> NamedPorts.of(target.spec()).ports()
                .forEach(port -> names.add(port.name() + "/" + port.transport())));
        return names.isEmpty() ? " They give their ports no names."
                : " There are " + Audited.list(List.copyOf(names)) + ".";
    }
}
