package dev.netproof.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the selectors of AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy.
 *
 * <p>A peer that says nothing known means a newer API: an allowing rule then matches nothing, any other denies all. That
 * is how the API tells implementations to fail closed.
 *
 * @see <a href="https://network-policy-api.sigs.k8s.io/">Network Policy API</a>
 */
final class AdminPolicyCompiler {

    static final String GROUP = "policy.networking.k8s.io";

    private static final String BASELINE = "default";
    private static final int HIGHEST_PRIORITY = 1000;

    private final PodIndex roster;

    AdminPolicyCompiler(PodIndex roster) {
        this.roster = roster;
    }

    CompiledPolicy compile(PolicyRef ref, GenericKubernetesResource policy) throws UnreadablePolicyException {
        Spec spec = Spec.of(policy);
        CompiledPolicy.Layer layer = layer(ref, policy, spec);
        return new CompiledPolicy(ref, layer, priority(layer, spec), subject(spec),
                rules(ref, Direction.INGRESS, layer, spec), rules(ref, Direction.EGRESS, layer, spec));
    }

    private static CompiledPolicy.Layer layer(PolicyRef ref, GenericKubernetesResource policy, Spec spec)
            throws UnreadablePolicyException {
        String version = policy.getApiVersion().substring(policy.getApiVersion().indexOf('/') + 1);
        return switch (ref.kind() + " " + version) {
            case "AdminNetworkPolicy v1alpha1" -> CompiledPolicy.Layer.ADMIN_NETWORK_POLICY;
            case "BaselineAdminNetworkPolicy v1alpha1" -> {
                if (!ref.name().equals(BASELINE)) {
                    throw new UnreadablePolicyException(
                            "is not named " + BASELINE + ", as the only one there can be is");
                }
                yield CompiledPolicy.Layer.BASELINE_ADMIN_NETWORK_POLICY;
            }
            case "ClusterNetworkPolicy v1alpha2", "ClusterNetworkPolicy v1beta1" -> tier(spec.text("tier"));
            default -> throw new UnreadablePolicyException("is of the unknown version " + policy.getApiVersion());
        };
    }

    private static CompiledPolicy.Layer tier(String name) throws UnreadablePolicyException {
        return switch (name) {
            case "Admin" -> CompiledPolicy.Layer.ADMIN_TIER;
            case "Baseline" -> CompiledPolicy.Layer.BASELINE_TIER;
            default -> throw new UnreadablePolicyException("is in the unknown tier '" + name + "'");
        };
    }

    private static int priority(CompiledPolicy.Layer layer, Spec spec) throws UnreadablePolicyException {
        if (layer == CompiledPolicy.Layer.BASELINE_ADMIN_NETWORK_POLICY) {
            return 0;
        }
        int priority = spec.number("priority");
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new UnreadablePolicyException("has the priority " + priority + ", which is not in 0 to 1000");
        }
        return priority;
    }

    /** Pods in a node's network are in no subject. */
    BitSet subject(Spec spec) throws UnreadablePolicyException {
        Spec subject = spec.child("subject");
        if (subject == null) {
            throw new UnreadablePolicyException("has no subject");
        }
        return pods(subject).orElseThrow(
                () -> new UnreadablePolicyException("has a subject of the unknown kind " + subject.names()));
    }

    private List<Rule> rules(PolicyRef ref, Direction direction, CompiledPolicy.Layer layer, Spec spec)
            throws UnreadablePolicyException {
        List<Rule> rules = new ArrayList<>();
        for (Spec rule : spec.children(direction.word())) {
            rules.add(rule(new RuleRef(ref, direction, rules.size(), rule.text("name")), layer, rule));
        }
        return rules;
    }

    private Rule rule(RuleRef ref, CompiledPolicy.Layer layer, Spec rule) throws UnreadablePolicyException {
        Rule.Action action = action(layer, rule.text("action"));
        Optional<RulePeers> peers = peers(rule.children(ref.direction() == Direction.INGRESS ? "from" : "to"));
        RulePorts ports = switch (layer) {
            case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> AdminPorts.ofPorts(rule.children("ports"));
            case ADMIN_TIER, BASELINE_TIER -> AdminPorts.ofProtocols(rule.children("protocols"));
            case NETWORK_POLICY -> throw new IllegalArgumentException("no layer for administrators: " + layer);
        };
        if (peers.isPresent()) {
            return new Rule(ref, action, peers.get(), ports);
        }
        return switch (action) {
            case ALLOW -> new Rule(ref, action,
                    new RulePeers(false, new BitSet(), new BitSet(), List.of(), RulePeers.Vagueness.NONE), ports);
            case DENY, PASS -> new Rule(ref, Rule.Action.DENY, RulePeers.ANYONE, RulePorts.ALL);
        };
    }

    private static Rule.Action action(CompiledPolicy.Layer layer, String word) throws UnreadablePolicyException {
        String known = switch (layer) {
            case ADMIN_NETWORK_POLICY -> "Allow Deny Pass";
            case BASELINE_ADMIN_NETWORK_POLICY -> "Allow Deny";
            case ADMIN_TIER, BASELINE_TIER -> "Accept Deny Pass";
            case NETWORK_POLICY -> "";
        };
        if (!List.of(known.split(" ", -1)).contains(word)) {
            throw new UnreadablePolicyException("has a rule with the unknown action '" + word + "'");
        }
        return switch (word) {
            case "Deny" -> Rule.Action.DENY;
            case "Pass" -> Rule.Action.PASS;
            default -> Rule.Action.ALLOW;
        };
    }

    /** Empty if a peer says nothing known. */
    private Optional<RulePeers> peers(List<Spec> peers) throws UnreadablePolicyException {
        if (peers.isEmpty()) {
            throw new UnreadablePolicyException("has a rule without peers");
        }
        BitSet pods = new BitSet();
        BitSet nodes = new BitSet();
        List<IpBlock> blocks = new ArrayList<>();
        RulePeers.Vagueness vague = RulePeers.Vagueness.NONE;
        for (Spec peer : peers) {
            Optional<BitSet> selected = pods(peer);
            Spec nodeSelector = peer.child("nodes");
            if (selected.isPresent()) {
                pods.or(selected.get());
            } else if (peer.names().equals(Set.of("nodes")) && nodeSelector != null) {
                nodes.or(roster.selectedNodes(nodeSelector.labelSelector()));
                vague = vague
                        .or(roster.nodes().isEmpty() ? RulePeers.Vagueness.ALL_NODES : RulePeers.Vagueness.SOME_NODES);
            } else if (peer.names().equals(Set.of("networks"))) {
                if (peer.texts("networks").isEmpty()) {
                    throw new UnreadablePolicyException("has a peer with an empty list of networks");
                }
                for (String cidr : peer.texts("networks")) {
                    blocks.add(IpBlock.of(cidr, List.of()));
                }
            } else if (peer.names().equals(Set.of("domainNames"))) {
                vague = vague.or(RulePeers.Vagueness.NAMES);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new RulePeers(false, pods, nodes, blocks, vague));
    }

    /** The pods that {@code namespaces} or {@code pods} mean; empty if neither stands there alone. */
    private Optional<BitSet> pods(Spec holder) throws UnreadablePolicyException {
        if (holder.names().equals(Set.of("namespaces"))) {
            Spec namespaces = holder.child("namespaces");
            return namespaces == null ? Optional.empty()
                    : Optional.of(roster.inNamespaces(namespaces.labelSelector(), Selector.ALL));
        }
        if (!holder.names().equals(Set.of("pods"))) {
            return Optional.empty();
        }
        Spec pods = holder.child("pods");
        return pods == null ? Optional.empty() : Optional.of(roster.inNamespaces(
                selectorOrAll(pods.child("namespaceSelector")), selectorOrAll(pods.child("podSelector"))));
    }

    private static Selector selectorOrAll(@Nullable Spec selector)
            throws UnreadablePolicyException {
        return selector == null ? Selector.ALL : selector.labelSelector();
    }
}
