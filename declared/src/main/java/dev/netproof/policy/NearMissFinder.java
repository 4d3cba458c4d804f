package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.LabelRequirement;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.WantedPort;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;

/** Finds what would have to be different for some rule to allow a flow. */
final class NearMissFinder {

    private final PodIndex roster;
    private final Snapshot snapshot;

    NearMissFinder(PodIndex roster, Snapshot snapshot) {
        this.roster = roster;
        this.snapshot = snapshot;
    }

    /** The nearest of the rules of the policies that isolate the side. */
    NearMiss nearest(Direction direction, End source, End destination, Flow flow) {
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
        return new NearMiss(direction, nearest == null ? null : nearest.ref(), fewest, suggestion);
    }

    /** To be another label is less than to be something else altogether. */
    private static int distance(List<Difference> differences) {
        return differences.stream().mapToInt(each -> each instanceof Difference.Peer ? 2 : 1).sum();
    }

    private static Difference ofPorts(RulePorts ports, Flow flow, End target) {
        boolean sameProtocol = ports.entries().stream().anyMatch(entry -> switch (entry) {
            case RulePorts.Entry.Span span -> span.transport() == flow.transport();
            case RulePorts.Entry.Named named -> named.transport() == null || named.transport() == flow.transport();
        });
        return new Difference.Port(sameProtocol ? Difference.Port.Kind.PORT : Difference.Port.Kind.PROTOCOL,
                flow.transport().name(), flow.port(), target.place,
                ports.entries().stream().map(entry -> wanted(entry, flow, target)).toList());
    }

    /** A name with what it means on this target. */
    private static WantedPort wanted(RulePorts.Entry entry, Flow flow, End target) {
        return switch (entry) {
            case RulePorts.Entry.Span span ->
                new WantedPort.Range(span.transport().name(), span.first(), span.last());
            case RulePorts.Entry.Named named -> {
                Transport transport = Objects.requireNonNullElse(named.transport(), flow.transport());
                OptionalInt number = target.namedPorts.number(named.name(), transport);
                yield new WantedPort.Named(named.transport() == null ? null : named.transport().name(), named.name(),
                        number.isPresent() ? number.getAsInt() : null);
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
            return List.of(new Difference.Address(peer.place, peer.address == null ? null : peer.address.toString(),
                    wanted.getIpBlock().getCidr(), except));
        }
        if (peer.kind != End.Kind.POD) {
            return List.of(new Difference.Peer(peer.place));
        }
        PodIndex.Member member = roster.members().get(peer.pod);
        List<Difference> differences = new ArrayList<>();
        if (wanted.getNamespaceSelector() != null) {
            Map<String, String> labels = roster.labelsOfNamespace(member.namespace());
            for (LabelRequirement missed : missed(wanted.getNamespaceSelector(), labels)) {
                differences.add(
                        new Difference.NamespaceLabel(member.namespace(), labels.get(missed.key()), missed));
            }
        } else if (!member.namespace().equals(namespace)) {
            differences.add(new Difference.Namespace(peer.place, namespace));
        }
        if (wanted.getPodSelector() != null) {
            for (LabelRequirement missed : missed(wanted.getPodSelector(), member.labels())) {
                differences.add(new Difference.Label(peer.place, member.labels().get(missed.key()), missed));
            }
        }
        return differences;
    }

    private static List<LabelRequirement> missed(LabelSelector selector, Map<String, String> labels) {
        List<LabelRequirement> missed = new ArrayList<>();
        try {
            Selector wanted = Selector.of(selector);
            new TreeMap<>(wanted.labels()).forEach((key, value) -> {
                if (!value.equals(labels.get(key))) {
                    missed.add(LabelRequirement.equal(key, value));
                }
            });
            for (Selector.Requirement requirement : wanted.requirements()) {
                if (!requirement.holds(labels)) {
                    missed.add(new LabelRequirement(requirement.key(), operator(requirement.operator()),
                            List.copyOf(requirement.values())));
                }
            }
        } catch (UnreadablePolicyException e) {
            throw new IllegalStateException("a rule that can't be read allows nothing and isolates nobody", e);
        }
        return missed;
    }

    private static LabelRequirement.Operator operator(Selector.Operator operator) {
        return switch (operator) {
            case IN -> LabelRequirement.Operator.IN;
            case NOT_IN -> LabelRequirement.Operator.NOT_IN;
            case EXISTS -> LabelRequirement.Operator.EXISTS;
            case DOES_NOT_EXIST -> LabelRequirement.Operator.DOES_NOT_EXIST;
        };
    }
}
