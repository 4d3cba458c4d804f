package dev.netproof.lab.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;

/**
 * Turns NetworkPolicies into chains of rules.
 *
 * <p>A pod that no policy isolates for a direction has no element in that direction's map. An isolated one points at a
 * chain that returns for every packet some policy allows and denies the rest. Policies see addresses and ports after
 * Service translation.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network Policies</a>
 */
final class PolicyRules {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final List<Member> members;
    private final Map<String, Map<String, String>> namespaceLabels;
    private final List<NetworkPolicy> policies;
    private final Set<String> unprotected;
    private final Ruleset.Builder rules;

    private PolicyRules(ClusterState state, Set<String> unprotected, Ruleset.Builder rules) {
        this.unprotected = unprotected;
        namespaceLabels = state.namespaces().stream()
                .collect(Collectors.toMap(namespace -> namespace.getMetadata().getName(), PolicyRules::labels));
        // Pods in the host's network are nodes to an engine: selectors don't match them.
        members = state.pods().stream()
                .flatMap(pod -> PodAddresses.own(pod).stream().map(address -> Member.of(pod, address))).toList();
        policies = state.policies().stream()
                .sorted(Comparator.comparing((NetworkPolicy policy) -> policy.getMetadata().getNamespace())
                        .thenComparing(policy -> policy.getMetadata().getName()))
                .toList();
        this.rules = rules;
    }

    /**
     * Adds the rules of the state's policies to those collected so far.
     *
     * @param unprotected uids of pods that no policy isolates yet
     * @param ignoreEgress leaves out what policies say of egress
     */
    static void collect(ClusterState state, Set<String> unprotected, boolean ignoreEgress, Ruleset.Builder rules) {
        new PolicyRules(state, unprotected, rules).collect(ignoreEgress);
    }

    private void collect(boolean ignoreEgress) {
        for (Member member : members) {
            if (unprotected.contains(member.uid())) {
                continue;
            }
            List<NetworkPolicySpec> selecting = policies.stream()
                    .filter(policy -> policy.getMetadata().getNamespace().equals(member.namespace()))
                    .filter(policy -> selects(policy.getSpec().getPodSelector(), member.labels()))
                    .map(NetworkPolicy::getSpec).toList();
            isolate(member, Direction.INGRESS, selecting, this::ingressRules);
            if (!ignoreEgress) {
                isolate(member, Direction.EGRESS, selecting, this::egressRules);
            }
        }
    }

    private void isolate(Member member, Direction direction, List<NetworkPolicySpec> selecting,
            BiFunction<Member, NetworkPolicySpec, List<String>> allowed) {
        List<NetworkPolicySpec> isolating = selecting.stream().filter(direction::isIsolatedBy).toList();
        if (isolating.isEmpty()) {
            return;
        }
        Set<String> lines = new LinkedHashSet<>();
        isolating.forEach(policy -> allowed.apply(member, policy)
                .forEach(match -> lines.add(match.isEmpty() ? "return" : match + " return")));
        lines.add("goto " + Firewall.DENIED);
        rules.element(member.layer3().twin(direction.map), member.address(), "jump " + rules.chain(List.copyOf(lines)));
    }

    private List<String> ingressRules(Member target, NetworkPolicySpec policy) {
        return Absent.asEmpty(policy.getIngress()).stream().flatMap(rule -> {
            Peers peers = peers(target, Absent.asEmpty(rule.getFrom()));
            Ports ports = new Ports(Absent.asEmpty(rule.getPorts()));
            List<String> portMatches = ports.matches(List.of(target)).stream().map(PortMatch::text).toList();
            return peers.matches(target.layer3().word() + " saddr").stream()
                    .flatMap(peer -> portMatches.stream().map(port -> join(peer, port)));
        }).toList();
    }

    private List<String> egressRules(Member source, NetworkPolicySpec policy) {
        return Absent.asEmpty(policy.getEgress()).stream().flatMap(rule -> {
            String field = source.layer3().word() + " daddr";
            Peers peers = peers(source, Absent.asEmpty(rule.getTo()));
            List<String> lines = new ArrayList<>();
            for (PortMatch port : new Ports(Absent.asEmpty(rule.getPorts())).matches(peers.members())) {
                // A named port is another number on another pod: it narrows the peers to those that mean this number.
                List<String> peerMatches = port.onlyOn().isEmpty() ? peers.matches(field)
                        : List.of(field + " @" + rules.set(port.onlyOn()));
                peerMatches.forEach(peer -> lines.add(join(peer, port.text())));
            }
            return lines.stream();
        }).toList();
    }

    /** Of the family in which the policed pod meets them: packets have one. */
    private Peers peers(Member policed, List<NetworkPolicyPeer> peers) {
        List<Member> met = members.stream().filter(member -> member.layer3() == policed.layer3()).toList();
        if (peers.isEmpty()) {
            return new Peers(true, met, List.of());
        }
        List<Member> selected = met.stream()
                .filter(member -> peers.stream().anyMatch(peer -> matches(peer, policed.namespace(), member)))
                .toList();
        List<IPBlock> blocks = peers.stream().map(NetworkPolicyPeer::getIpBlock)
                .filter(block -> block != null && Layer3.of(block.getCidr()) == policed.layer3())
                .toList();
        return new Peers(false, selected, blocks);
    }

    private boolean matches(NetworkPolicyPeer peer, String namespace, Member member) {
        if (peer.getIpBlock() != null) {
            return false;
        }
        boolean inNamespace = peer.getNamespaceSelector() == null
                ? member.namespace().equals(namespace)
                : selects(peer.getNamespaceSelector(), namespaceLabels.getOrDefault(member.namespace(),
                        Map.of(NAME_LABEL, member.namespace())));
        return inNamespace && (peer.getPodSelector() == null || selects(peer.getPodSelector(), member.labels()));
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return selector == null || LabelSelectors.selects(selector, labels);
    }

    private static Map<String, String> labels(Namespace namespace) {
        Map<String, String> labels = new TreeMap<>(Absent.asEmpty(namespace.getMetadata().getLabels()));
        // The API server sets it on every namespace since 1.21.
        labels.putIfAbsent(NAME_LABEL, namespace.getMetadata().getName());
        return labels;
    }

    private static String join(String first, String second) {
        return (first + " " + second).strip();
    }

    private enum Direction {
        INGRESS(Firewall.INGRESS), EGRESS(Firewall.EGRESS);

        private final String map;

        Direction(String map) {
            this.map = map;
        }

        private boolean isIsolatedBy(NetworkPolicySpec policy) {
            List<String> types = Absent.asEmpty(policy.getPolicyTypes());
            if (!types.isEmpty()) {
                return types.stream().anyMatch(type -> type.equalsIgnoreCase(name()));
            }
            return switch (this) {
                case INGRESS -> true;
                case EGRESS -> !Absent.asEmpty(policy.getEgress()).isEmpty();
            };
        }
    }

    /** A pod as policies see it, at one of its addresses. */
    private record Member(String uid, String namespace, Map<String, String> labels, String address,
            List<ContainerPort> ports) {

        private Layer3 layer3() {
            return Layer3.of(address);
        }

        private static Member of(Pod pod, String address) {
            return new Member(Lag.uid(pod), pod.getMetadata().getNamespace(),
                    Map.copyOf(Absent.asEmpty(pod.getMetadata().getLabels())),
                    address,
                    ListeningSocket.containerPorts(pod).toList());
        }

        /** The numbers that a port name stands for on this pod. */
        private List<Integer> numbers(String protocol, String portName) {
            return ports.stream()
                    .filter(port -> portName.equals(port.getName()))
                    .filter(port -> protocol.equals(port.getProtocol() == null ? "TCP" : port.getProtocol()))
                    .map(ContainerPort::getContainerPort).toList();
        }
    }

    /** The union of a rule's peers; anyone includes what is no pod and in no block. */
    private final class Peers {

        private final boolean anyone;
        private final List<Member> members;
        private final List<IPBlock> blocks;

        private Peers(boolean anyone, List<Member> members, List<IPBlock> blocks) {
            this.anyone = anyone;
            this.members = members;
            this.blocks = blocks;
        }

        private List<Member> members() {
            return members;
        }

        private List<String> matches(String field) {
            if (anyone) {
                return List.of("");
            }
            List<String> matches = new ArrayList<>();
            if (!members.isEmpty()) {
                matches.add(field + " @" + rules.set(members.stream().map(Member::address).toList()));
            }
            for (IPBlock block : blocks) {
                matches.add(field + " " + Cidr.parse(block.getCidr())
                        + Absent.asEmpty(block.getExcept()).stream()
                                .filter(range -> Layer3.of(range) == Layer3.of(block.getCidr()))
                                .map(range -> " " + field + " != " + Cidr.parse(range)).collect(Collectors.joining()));
            }
            return matches;
        }
    }

    /**
     * One match of ports.
     *
     * @param onlyOn addresses it holds for; empty means wherever the rule's peers are
     */
    private record PortMatch(String text, Set<String> onlyOn) {}

    /** The ports of one rule. */
    private record Ports(List<NetworkPolicyPort> ports) {

        /** @param targets the pods whose named ports are meant */
        private List<PortMatch> matches(List<Member> targets) {
            if (ports.isEmpty()) {
                return List.of(new PortMatch("", Set.of()));
            }
            SortedMap<String, List<NetworkPolicyPort>> byProtocol = ports.stream().collect(Collectors.groupingBy(
                    port -> port.getProtocol() == null ? "TCP" : port.getProtocol(), TreeMap::new,
                    Collectors.toList()));
            List<PortMatch> matches = new ArrayList<>();
            byProtocol.forEach((protocol, ofProtocol) -> {
                String layer4 = "meta l4proto " + protocol.toLowerCase(Locale.ROOT);
                if (ofProtocol.stream().anyMatch(port -> port.getPort() == null)) {
                    matches.add(new PortMatch(layer4, Set.of()));
                    return;
                }
                SortedSet<Range> ranges = ranges(ofProtocol);
                if (!ranges.isEmpty()) {
                    matches.add(new PortMatch(layer4 + " th dport { " + Range.merged(ranges).stream()
                            .map(Range::toString).collect(Collectors.joining(", ")) + " }", Set.of()));
                }
                resolved(protocol, ofProtocol, targets).forEach((number, addresses) -> matches
                        .add(new PortMatch(layer4 + " th dport { " + number + " }", addresses)));
            });
            return matches;
        }

        private static SortedSet<Range> ranges(List<NetworkPolicyPort> ports) {
            return ports.stream().filter(port -> port.getPort().getIntVal() != null).map(port -> {
                int first = port.getPort().getIntVal();
                return new Range(first, port.getEndPort() == null ? first : port.getEndPort());
            }).collect(Collectors.toCollection(TreeSet::new));
        }

        /** The numbers that the named ports stand for, each with the addresses it does so on. */
        private static SortedMap<Integer, Set<String>> resolved(String protocol, List<NetworkPolicyPort> ports,
                List<Member> targets) {
            SortedMap<Integer, Set<String>> resolved = new TreeMap<>();
            ports.stream().map(port -> port.getPort().getStrVal()).filter(Objects::nonNull)
                    .forEach(name -> targets.forEach(target -> target.numbers(protocol, name).forEach(number -> resolved
                            .computeIfAbsent(number, any -> new TreeSet<>()).add(target.address()))));
            return resolved;
        }
    }

    private record Range(int first, int last) implements Comparable<Range> {

        /** Overlapping ranges united: nft refuses a set with overlaps. */
        private static List<Range> merged(SortedSet<Range> ranges) {
            List<Range> merged = new ArrayList<>();
            for (Range range : ranges) {
                Range previous = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                if (previous != null && range.first <= previous.last + 1) {
                    merged.set(merged.size() - 1, new Range(previous.first, Math.max(previous.last, range.last)));
                } else {
                    merged.add(range);
                }
            }
            return merged;
        }

        @Override
        public int compareTo(Range other) {
            return Comparator.comparingInt(Range::first).thenComparingInt(Range::last).compare(this, other);
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }
}
