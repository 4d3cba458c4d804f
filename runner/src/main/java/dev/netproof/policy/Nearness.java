package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import org.jspecify.annotations.Nullable;

/** Finds what would have to be different for some rule to allow a flow. */
final class Nearness {

    private final Roster roster;
    private final Snapshot snapshot;

    Nearness(Roster roster, Snapshot snapshot) {
        this.roster = roster;
        this.snapshot = snapshot;
    }

    /** The nearest of the rules of the policies that isolate the side. */
    NearestRule nearest(Direction direction, End source, End destination, Flow flow) {
        End subject = direction == Direction.INGRESS ? destination : source;
        End peer = direction == Direction.INGRESS ? source : destination;
        String suggestion = new Suggestion(roster).policy(direction, subject, peer, flow);
        Rule nearest = null;
        List<String> fewest = List.of();
        for (Rule rule : subject.chain(direction).allows()) {
            List<String> differences = new ArrayList<>();
            if (!rule.peers().match(peer)) {
                differences.addAll(ofPeers(rule.ref(), peer));
            }
            if (!rule.ports().matchNumber(flow.transport(), flow.port())
                    && !rule.ports().matchName(destination, flow.transport(), flow.port())) {
                differences.add(ofPorts(rule.ports(), flow, destination));
            }
            if (nearest == null || differences.size() < fewest.size()) {
                nearest = rule;
                fewest = differences;
            }
        }
        return nearest == null
                ? new NearestRule(direction, null,
                        List.of("No policy that isolates " + subject + " has a rule for " + direction.word() + "."),
                        suggestion)
                : new NearestRule(direction, nearest.ref(), fewest, suggestion);
    }

    private static String ofPorts(Ports ports, Flow flow, End target) {
        String wanted = String.join(", ", ports.entries().stream().map(Object::toString).toList());
        boolean sameProtocol = ports.entries().stream().anyMatch(entry -> switch (entry) {
            case Ports.Entry.Span span -> span.transport() == flow.transport();
            case Ports.Entry.Named named -> named.transport() == null || named.transport() == flow.transport();
        });
        String named = ports.entries().stream().anyMatch(Ports.Entry.Named.class::isInstance)
                ? " on " + target : "";
        return sameProtocol ? "Port: " + flow.port() + " is not among " + wanted + named + "."
                : "Protocol: " + flow.transport() + " " + flow.port() + " is not among " + wanted + named + ".";
    }

    private List<String> ofPeers(RuleRef ref, End peer) {
        List<String> fewest = null;
        for (NetworkPolicyPeer candidate : peers(ref)) {
            List<String> differences = ofPeer(ref.policy().namespace(), candidate, peer);
            if (fewest == null || differences.size() < fewest.size()) {
                fewest = differences;
            }
        }
        return fewest == null ? List.of("Peer: " + peer + " is not among the rule's peers.") : fewest;
    }

    private List<NetworkPolicyPeer> peers(RuleRef ref) {
        for (NetworkPolicy policy : snapshot.networkPolicies()) {
            if (NetworkPolicyCompiler.ref(policy).equals(ref.policy())) {
                List<NetworkPolicyPeer> peers = switch (ref.direction()) {
                    case INGRESS -> policy.getSpec().getIngress().get(ref.index()).getFrom();
                    case EGRESS -> policy.getSpec().getEgress().get(ref.index()).getTo();
                };
                return Objects.requireNonNullElse(peers, List.of());
            }
        }
        return List.of();
    }

    private List<String> ofPeer(String namespace, NetworkPolicyPeer wanted, End peer) {
        if (wanted.getIpBlock() != null) {
            return List.of("Address: " + (peer.address == null ? peer : peer.address) + " is not in "
                    + wanted.getIpBlock().getCidr()
                    + (wanted.getIpBlock().getExcept() == null || wanted.getIpBlock().getExcept().isEmpty() ? ""
                            : " except " + String.join(", ", wanted.getIpBlock().getExcept()))
                    + ".");
        }
        if (peer.kind != End.Kind.POD) {
            return List.of("Peer: " + peer + " is no pod, and no selector means it.",
                    "Peer: the rule has no ipBlock for it.");
        }
        Roster.Member member = roster.members().get(peer.pod);
        List<String> differences = new ArrayList<>();
        if (wanted.getNamespaceSelector() != null) {
            differences.addAll(ofLabels("namespace " + member.namespace(), wanted.getNamespaceSelector(),
                    roster.labelsOfNamespace(member.namespace())));
        } else if (!member.namespace().equals(namespace)) {
            differences.add("Namespace: " + peer + " is in " + member.namespace()
                    + ", and a podSelector alone means pods of " + namespace + ".");
        }
        if (wanted.getPodSelector() != null) {
            differences.addAll(ofLabels(peer.toString(), wanted.getPodSelector(), member.labels()));
        }
        return differences;
    }

    private static List<String> ofLabels(String who, LabelSelector selector, Map<String, String> labels) {
        List<String> differences = new ArrayList<>();
        try {
            Selector wanted = Selector.of(selector);
            wanted.labels().forEach((key, value) -> {
                @Nullable
                String own = labels.get(key);
                if (!value.equals(own)) {
                    differences.add("Label: " + who + (own == null ? " has no label " + key : " has " + key + "=" + own)
                            + ", the rule wants " + key + "=" + value + ".");
                }
            });
            for (Selector.Requirement requirement : wanted.requirements()) {
                if (!requirement.holds(labels)) {
                    differences.add("Label: " + who + (labels.containsKey(requirement.key())
                            ? " has " + requirement.key() + "=" + labels.get(requirement.key())
                            : " has no label " + requirement.key()) + ", the rule wants " + requirement + ".");
                }
            }
        } catch (UnreadablePolicyException e) {
            differences.add("Label: the rule " + e.problem() + ".");
        }
        return differences;
    }
}
