package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Difference.Kind;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;

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
        List<Difference> fewest = List.of();
        for (Rule rule : subject.chain(direction).allows()) {
            List<Difference> differences = new ArrayList<>();
            if (!rule.peers().match(peer)) {
                differences.addAll(ofPeers(rule.ref(), peer));
            }
            if (!rule.ports().matchNumber(flow.transport(), flow.port())
                    && !rule.ports().matchName(destination, flow.transport(), flow.port())) {
                differences.add(ofPorts(rule.ports(), flow, destination));
            }
            if (nearest == null || distance(differences) < distance(fewest)) {
                nearest = rule;
                fewest = differences;
            }
        }
        return new NearestRule(direction, nearest == null ? null : nearest.ref(), fewest, suggestion);
    }

    /** To be another label is less than to be something else altogether. */
    private static int distance(List<Difference> differences) {
        return differences.stream().mapToInt(each -> each.kind() == Kind.PEER ? 2 : 1).sum();
    }

    private static Difference ofPorts(Ports ports, Flow flow, End target) {
        boolean sameProtocol = ports.entries().stream().anyMatch(entry -> switch (entry) {
            case Ports.Entry.Span span -> span.transport() == flow.transport();
            case Ports.Entry.Named named -> named.transport() == null || named.transport() == flow.transport();
        });
        return new Difference(sameProtocol ? Kind.PORT : Kind.PROTOCOL, "", flow.transport() + " " + flow.port(),
                ports.entries().stream().map(entry -> wanted(entry, flow, target)).collect(Collectors.joining(", ")));
    }

    /** A name with what it means on this target. */
    private static String wanted(Ports.Entry entry, Flow flow, End target) {
        return switch (entry) {
            case Ports.Entry.Span span -> span.toString();
            case Ports.Entry.Named named -> {
                Transport transport = Objects.requireNonNullElse(named.transport(), flow.transport());
                OptionalInt number = target.namedPorts.number(named.name(), transport);
                yield named + (number.isPresent() ? " (" + number.getAsInt() + " on " + target + ")"
                        : " (no such port on " + target + ")");
            }
        };
    }

    private List<Difference> ofPeers(RuleRef ref, End peer) {
        List<Difference> fewest = null;
        for (NetworkPolicyPeer candidate : peers(ref)) {
            List<Difference> differences = ofPeer(ref.policy().namespace(), candidate, peer);
            if (fewest == null || distance(differences) < distance(fewest)) {
                fewest = differences;
            }
        }
        return fewest == null ? List.of() : fewest;
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

    private List<Difference> ofPeer(String namespace, NetworkPolicyPeer wanted, End peer) {
        if (wanted.getIpBlock() != null) {
            List<String> except = Objects.requireNonNullElse(wanted.getIpBlock().getExcept(), List.of());
            String address = peer.address == null ? "not known yet" : peer.address.toString();
            return List.of(new Difference(Kind.ADDRESS, address.equals(peer.name) ? "" : peer.name, address,
                    wanted.getIpBlock().getCidr()
                            + (except.isEmpty() ? "" : " except " + String.join(", ", except))));
        }
        if (peer.kind != End.Kind.POD) {
            return List.of(new Difference(Kind.PEER, "", peer.name, "pods, which selectors mean"));
        }
        Roster.Member member = roster.members().get(peer.pod);
        List<Difference> differences = new ArrayList<>();
        if (wanted.getNamespaceSelector() != null) {
            differences.addAll(ofLabels(Kind.NAMESPACE_LABEL, member.namespace(), wanted.getNamespaceSelector(),
                    roster.labelsOfNamespace(member.namespace())));
        } else if (!member.namespace().equals(namespace)) {
            differences.add(new Difference(Kind.NAMESPACE, peer.name, member.namespace(),
                    namespace + ", which a podSelector alone means"));
        }
        if (wanted.getPodSelector() != null) {
            differences.addAll(ofLabels(Kind.LABEL, peer.name, wanted.getPodSelector(), member.labels()));
        }
        return differences;
    }

    private static List<Difference> ofLabels(Kind kind, String who, LabelSelector selector,
            Map<String, String> labels) {
        List<Difference> differences = new ArrayList<>();
        try {
            Selector wanted = Selector.of(selector);
            new TreeMap<>(wanted.labels()).forEach((key, value) -> {
                if (!value.equals(labels.get(key))) {
                    differences.add(new Difference(kind, who, own(key, labels), key + "=" + value));
                }
            });
            for (Selector.Requirement requirement : wanted.requirements()) {
                if (!requirement.holds(labels)) {
                    differences.add(new Difference(kind, who, own(requirement.key(), labels), requirement.toString()));
                }
            }
        } catch (UnreadablePolicyException e) {
            throw new IllegalStateException("a rule that can't be read allows nothing and isolates nobody", e);
        }
        return differences;
    }

    private static String own(String key, Map<String, String> labels) {
        return labels.containsKey(key) ? key + "=" + labels.get(key) : "";
    }
}
