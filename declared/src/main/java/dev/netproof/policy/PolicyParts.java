package dev.netproof.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;

/**
 * A NetworkPolicy taken apart as it is written, whatever pods there are.
 *
 * @param subject the policy's {@code podSelector}
 * @param directions that it isolates for
 * @param rules ingress first, each direction in its order; none of a direction it doesn't speak of
 */
public record PolicyParts(PolicyRef ref, Selector subject, Set<Direction> directions, List<Part> rules) {

    /**
     * A rule.
     *
     * @param peers none for everybody
     */
    public record Part(RuleRef ref, List<Peer> peers, RulePorts ports) {

        public Part {
            peers = List.copyOf(peers);
        }

        public boolean isForAnyone() {
            return peers.isEmpty();
        }

        /** Where it stands in its object: {@code spec.ingress[0]}. */
        public String path() {
            return "spec." + ref.direction().word() + "[" + ref.index() + "]";
        }

        /** Where one of its peers stands in its object: {@code spec.ingress[0].from[1]}. */
        public String path(int peer) {
            return path() + (ref.direction() == Direction.INGRESS ? ".from[" : ".to[") + peer + "]";
        }

        /** Whether all it allows, the other allows to the same pods, as far as it can be told from the two alone. */
        public boolean isWithin(Part other) {
            return ports.isWithin(other.ports) && (other.isForAnyone() || (!isForAnyone()
                    && peers.stream().allMatch(peer -> other.peers.stream().anyMatch(peer::isWithin))));
        }
    }

    /** One item of {@code from} or {@code to}. */
    public sealed interface Peer {

        boolean isWithin(Peer other);

        /**
         * Pods by labels.
         *
         * @param namespaces null for the policy's own
         * @param pods null for all of them
         */
        record Pods(@Nullable Selector namespaces, @Nullable Selector pods) implements Peer {

            @Override
            public boolean isWithin(Peer other) {
                return other instanceof Pods wide
                        && (Objects.equals(namespaces, wide.namespaces) || (namespaces != null
                                && wide.namespaces != null && namespaces.isWithin(wide.namespaces)))
                        && (wide.pods == null || (pods == null ? wide.pods.isEmpty() : pods.isWithin(wide.pods)));
            }

            /** Whether it means these labels in such a namespace. */
            public boolean selects(boolean ownNamespace, Map<String, String> namespaceLabels,
                    Map<String, String> labels) {
                return (namespaces == null ? ownNamespace : namespaces.selects(namespaceLabels))
                        && (pods == null || pods.selects(labels));
            }
        }

        /** Addresses. */
        record Block(IpBlock block) implements Peer {

            @Override
            public boolean isWithin(Peer other) {
                return other instanceof Block wide && block.isWithin(wide.block);
            }
        }
    }

    public PolicyParts {
        directions = Set.copyOf(directions);
        rules = List.copyOf(rules);
    }

    /**
     * Takes a policy apart.
     *
     * @throws UnreadablePolicyException if it says something that an API server would refuse
     */
    public static PolicyParts of(NetworkPolicy policy) throws UnreadablePolicyException {
        PolicyRef ref = NetworkPolicyCompiler.ref(policy);
        NetworkPolicySpec spec = policy.getSpec() == null ? new NetworkPolicySpec() : policy.getSpec();
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        List<Part> parts = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            if (NetworkPolicyCompiler.speaksOf(direction, spec)) {
                directions.add(direction);
                parts.addAll(rules(ref, direction, spec));
            }
        }
        LabelSelector subject = spec.getPodSelector();
        return new PolicyParts(ref, subject == null ? Selector.ALL : Selector.of(subject), directions, parts);
    }

    private static List<Part> rules(PolicyRef ref, Direction direction, NetworkPolicySpec spec)
            throws UnreadablePolicyException {
        List<Part> parts = new ArrayList<>();
        switch (direction) {
            case INGRESS -> {
                for (var rule : orEmpty(spec.getIngress())) {
                    NetworkPolicyCompiler.present(rule, "rule");
                    parts.add(part(new RuleRef(ref, direction, parts.size(), ""), orEmpty(rule.getFrom()),
                            orEmpty(rule.getPorts())));
                }
            }
            case EGRESS -> {
                for (var rule : orEmpty(spec.getEgress())) {
                    NetworkPolicyCompiler.present(rule, "rule");
                    parts.add(part(new RuleRef(ref, direction, parts.size(), ""), orEmpty(rule.getTo()),
                            orEmpty(rule.getPorts())));
                }
            }
        }
        return parts;
    }

    private static Part part(RuleRef ref, List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports)
            throws UnreadablePolicyException {
        List<Peer> read = new ArrayList<>();
        for (NetworkPolicyPeer peer : peers) {
            IpBlock block = NetworkPolicyCompiler.block(peer);
            read.add(block == null
                    ? new Peer.Pods(selector(peer.getNamespaceSelector()), selector(peer.getPodSelector()))
                    : new Peer.Block(block));
        }
        return new Part(ref, read, NetworkPolicyCompiler.ports(ports));
    }

    private static @Nullable Selector selector(@Nullable LabelSelector selector) throws UnreadablePolicyException {
        return selector == null ? null : Selector.of(selector);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
