package dev.netproof.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the selectors of NetworkPolicies.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network Policies</a>
 */
final class NetworkPolicyCompiler {

    static final String KIND = "NetworkPolicy";

    private final PodIndex roster;

    NetworkPolicyCompiler(PodIndex roster) {
        this.roster = roster;
    }

    static PolicyRef ref(NetworkPolicy policy) {
        return new PolicyRef(KIND, policy.getMetadata().getNamespace(), policy.getMetadata().getName());
    }

    CompiledPolicy compile(NetworkPolicy policy) throws UnreadablePolicyException {
        PolicyRef ref = ref(policy);
        NetworkPolicySpec spec = policy.getSpec() == null ? new NetworkPolicySpec() : policy.getSpec();
        return new CompiledPolicy(ref, CompiledPolicy.Layer.NETWORK_POLICY, 0, subject(policy),
                speaksOf(Direction.INGRESS, spec) ? ingress(ref, orEmpty(spec.getIngress())) : null,
                speaksOf(Direction.EGRESS, spec) ? egress(ref, orEmpty(spec.getEgress())) : null);
    }

    /** The pods it selects; every pod of its namespace if the selector is empty or absent. */
    BitSet subject(NetworkPolicy policy) throws UnreadablePolicyException {
        LabelSelector selector = policy.getSpec() == null ? null : policy.getSpec().getPodSelector();
        return roster.inNamespace(policy.getMetadata().getNamespace(), selector(selector));
    }

    /** Ingress always unless types are listed without it; egress if listed, or if none are and there are egress rules. */
    static boolean speaksOf(Direction direction, NetworkPolicySpec spec) throws UnreadablePolicyException {
        List<String> types = orEmpty(spec.getPolicyTypes());
        for (String type : types) {
            if (type == null) {
                throw new UnreadablePolicyException("lists a policy type that is null");
            }
            if (!type.equals(Direction.INGRESS.type()) && !type.equals(Direction.EGRESS.type())) {
                throw new UnreadablePolicyException("lists the unknown policy type '" + type + "'");
            }
        }
        if (!types.isEmpty()) {
            return types.contains(direction.type());
        }
        return switch (direction) {
            case INGRESS -> true;
            case EGRESS -> !orEmpty(spec.getEgress()).isEmpty();
        };
    }

    private List<Rule> ingress(PolicyRef ref, List<NetworkPolicyIngressRule> rules) throws UnreadablePolicyException {
        List<Rule> compiled = new ArrayList<>();
        for (NetworkPolicyIngressRule rule : rules) {
            present(rule, "rule");
            compiled.add(rule(ref, Direction.INGRESS, compiled.size(), orEmpty(rule.getFrom()),
                    orEmpty(rule.getPorts())));
        }
        return compiled;
    }

    private List<Rule> egress(PolicyRef ref, List<NetworkPolicyEgressRule> rules) throws UnreadablePolicyException {
        List<Rule> compiled = new ArrayList<>();
        for (NetworkPolicyEgressRule rule : rules) {
            present(rule, "rule");
            compiled.add(rule(ref, Direction.EGRESS, compiled.size(), orEmpty(rule.getTo()),
                    orEmpty(rule.getPorts())));
        }
        return compiled;
    }

    private Rule rule(PolicyRef ref, Direction direction, int index, List<NetworkPolicyPeer> peers,
            List<NetworkPolicyPort> ports) throws UnreadablePolicyException {
        return new Rule(new RuleRef(ref, direction, index, ""), Rule.Action.ALLOW, peers(ref.namespace(), peers),
                ports(ports));
    }

    private RulePeers peers(String namespace, List<NetworkPolicyPeer> peers) throws UnreadablePolicyException {
        if (peers.isEmpty()) {
            return RulePeers.ANYONE;
        }
        BitSet pods = new BitSet();
        List<IpBlock> blocks = new ArrayList<>();
        for (NetworkPolicyPeer peer : peers) {
            IpBlock block = block(peer);
            if (block == null) {
                pods.or(selected(namespace, peer));
            } else {
                blocks.add(block);
            }
        }
        return new RulePeers(false, pods, new BitSet(), blocks, RulePeers.Vagueness.NONE);
    }

    /** The pods that one peer's selectors mean; none for an {@code ipBlock}. */
    BitSet selected(String namespace, NetworkPolicyPeer peer) throws UnreadablePolicyException {
        if (peer.getNamespaceSelector() == null) {
            return peer.getPodSelector() == null ? new BitSet()
                    : roster.inNamespace(namespace, selector(peer.getPodSelector()));
        }
        return roster.inNamespaces(selector(peer.getNamespaceSelector()), selector(peer.getPodSelector()));
    }

    static @Nullable IpBlock block(NetworkPolicyPeer peer) throws UnreadablePolicyException {
        present(peer, "peer");
        boolean selects = peer.getPodSelector() != null || peer.getNamespaceSelector() != null;
        if (peer.getIpBlock() == null) {
            if (!selects) {
                throw new UnreadablePolicyException("has a peer without selector and ipBlock");
            }
            return null;
        }
        if (selects) {
            throw new UnreadablePolicyException("has an ipBlock beside a selector in one peer");
        }
        return IpBlock.of(Objects.requireNonNullElse(peer.getIpBlock().getCidr(), ""),
                orEmpty(peer.getIpBlock().getExcept()));
    }

    /** What an API that stores anything may hold in a list, and nobody means. */
    static void present(@Nullable Object item, String what) throws UnreadablePolicyException {
        if (item == null) {
            throw new UnreadablePolicyException("has a " + what + " that is null");
        }
    }

    static RulePorts ports(List<NetworkPolicyPort> ports) throws UnreadablePolicyException {
        List<RulePorts.Entry> entries = new ArrayList<>();
        for (NetworkPolicyPort port : ports) {
            present(port, "port");
            entries.add(entry(port));
        }
        return entries.isEmpty() ? RulePorts.ALL : new RulePorts(entries);
    }

    private static RulePorts.Entry entry(NetworkPolicyPort port) throws UnreadablePolicyException {
        Transport transport = transport(port.getProtocol());
        if (port.getPort() == null) {
            if (port.getEndPort() != null) {
                throw new UnreadablePolicyException("has an endPort without a port");
            }
            return new RulePorts.Entry.Span(transport, RulePorts.LOWEST, RulePorts.HIGHEST);
        }
        Integer number = port.getPort().getIntVal();
        if (number == null) {
            if (port.getEndPort() != null) {
                throw new UnreadablePolicyException("has an endPort beside a named port");
            }
            return new RulePorts.Entry.Named(transport, Objects.requireNonNullElse(port.getPort().getStrVal(), ""));
        }
        int last = port.getEndPort() == null ? number : port.getEndPort();
        return span(transport, number, last);
    }

    static RulePorts.Entry.Span span(Transport transport, int first, int last) throws UnreadablePolicyException {
        if (first < RulePorts.LOWEST || last > RulePorts.HIGHEST || last < first) {
            throw new UnreadablePolicyException("has the impossible ports " + first + " to " + last);
        }
        return new RulePorts.Entry.Span(transport, first, last);
    }

    static Transport transport(@Nullable String protocol) throws UnreadablePolicyException {
        String name = Objects.requireNonNullElse(protocol, "TCP");
        return Transport.named(name)
                .orElseThrow(() -> new UnreadablePolicyException("has the unknown protocol '" + name + "'"));
    }

    private static Selector selector(@Nullable LabelSelector selector) throws UnreadablePolicyException {
        return selector == null ? Selector.ALL : Selector.of(selector);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
