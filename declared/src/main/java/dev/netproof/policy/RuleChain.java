package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import org.jspecify.annotations.Nullable;

/**
 * Everything that governs one direction of a pod, in order: the administrator's tier, NetworkPolicies, the baseline.
 *
 * <p>Pods that the same policies select share one.
 */
final class RuleChain {

    static final RuleChain FREE = new RuleChain(List.of(), List.of());

    private final List<Governing> policies;
    private final Tier[] admin;
    private final List<PolicyRef> isolating;
    private final Rule[] allows;
    private final Tier[] baseline;
    private final List<String> opaque;
    private final List<Rule> everyRule;

    /** @param policies that select the pod and speak of the direction, with that direction's rules */
    RuleChain(List<Governing> policies, List<String> opaque) {
        this.policies = List.copyOf(policies);
        admin = tiers(policies, CompiledPolicy.Layer.ADMIN_NETWORK_POLICY, CompiledPolicy.Layer.ADMIN_TIER);
        baseline = tiers(policies, CompiledPolicy.Layer.BASELINE_ADMIN_NETWORK_POLICY,
                CompiledPolicy.Layer.BASELINE_TIER);
        List<Governing> namespaced = policies.stream()
                .filter(policy -> policy.layer() == CompiledPolicy.Layer.NETWORK_POLICY).toList();
        isolating = namespaced.stream().map(Governing::ref).toList();
        allows = namespaced.stream().flatMap(policy -> policy.rules().stream()).toArray(Rule[]::new);
        everyRule = policies.stream().flatMap(policy -> policy.rules().stream()).toList();
        this.opaque = List.copyOf(opaque);
    }

    /** One policy's part in a chain. */
    record Governing(PolicyRef ref, CompiledPolicy.Layer layer, int priority, List<Rule> rules) {

        Governing {
            rules = List.copyOf(rules);
        }
    }

    /** This chain with another policy, or none, in the place of one; at the end where that one is not in it. */
    RuleChain replacing(PolicyRef replaced, @Nullable Governing replacement) {
        List<Governing> others = new ArrayList<>(policies);
        others.removeIf(policy -> policy.ref().equals(replaced));
        if (replacement != null) {
            others.add(replacement);
        }
        return new RuleChain(others, opaque);
    }

    private static Tier[] tiers(List<Governing> policies, CompiledPolicy.Layer... layers) {
        return Stream.of(layers).map(layer -> policies.stream().filter(policy -> policy.layer() == layer)
                .sorted((one, other) -> Integer.compare(one.priority(), other.priority()))
                .map(policy -> new Tier.Ranked(policy.priority(), policy.rules())).toList())
                .filter(ranked -> !ranked.isEmpty()).map(Tier::new).toArray(Tier[]::new);
    }

    /**
     * Allocates nothing.
     *
     * @param peer the end that this chain does not govern
     * @param target where the flow leads
     */
    Decision decide(End peer, End target, Transport transport, int port) {
        if (!opaque.isEmpty()) {
            return Decision.UNKNOWN;
        }
        switch (outcome(admin, peer, target, transport, port, RuleChain::ignore)) {
            case ALLOW -> {
                return Decision.ALLOWED;
            }
            case DENY -> {
                return Decision.DENIED;
            }
            case UNKNOWN -> {
                return Decision.UNKNOWN;
            }
            case NO_MATCH, PASS -> {
                // On to the next.
            }
        }
        if (!isolating.isEmpty()) {
            for (Rule rule : allows) {
                if (rule.matches(peer, target, transport, port)) {
                    return Decision.ALLOWED;
                }
            }
            return mayBeAllowed(peer, target, transport, port) ? Decision.UNKNOWN : Decision.DENIED;
        }
        return switch (outcome(baseline, peer, target, transport, port, RuleChain::ignore)) {
            case ALLOW, NO_MATCH, PASS -> Decision.ALLOWED;
            case DENY -> Decision.DENIED;
            case UNKNOWN -> Decision.UNKNOWN;
        };
    }

    /** Whether it is plain that nothing passes, at any port: the quick way. */
    boolean isClosedTo(End peer) {
        if (!opaque.isEmpty() || admin.length > 0 || isolating.isEmpty()) {
            return false;
        }
        for (Rule rule : allows) {
            if (rule.peers().match(peer) || rule.peers().mayMatch(peer)) {
                return false;
            }
        }
        return true;
    }

    private boolean mayBeAllowed(End peer, End target, Transport transport, int port) {
        for (Rule rule : allows) {
            if (rule.mayMatch(peer, target, transport, port)) {
                return true;
            }
        }
        return false;
    }

    private static void ignore(Rule rule) {}

    /** The same as {@link #decide}, with its reasons. */
    SideVerdict explain(End peer, End target, Transport transport, int port) {
        if (!opaque.isEmpty()) {
            return new SideVerdict.Unknown(isolating, opaque);
        }
        List<Rule> decisive = new ArrayList<>();
        switch (outcome(admin, peer, target, transport, port, decisive::add)) {
            case ALLOW -> {
                return allowed(decisive, peer);
            }
            case DENY -> {
                return denied(decisive);
            }
            case UNKNOWN -> {
                return unsettled(decisive);
            }
            case NO_MATCH, PASS -> decisive.clear();
        }
        if (!isolating.isEmpty()) {
            for (Rule rule : allows) {
                if (rule.matches(peer, target, transport, port)) {
                    decisive.add(rule);
                }
            }
            if (!decisive.isEmpty()) {
                return allowed(decisive, peer);
            }
            for (Rule rule : allows) {
                if (rule.mayMatch(peer, target, transport, port)) {
                    decisive.add(rule);
                }
            }
            return decisive.isEmpty() ? denied(decisive) : unsettled(decisive);
        }
        return switch (outcome(baseline, peer, target, transport, port, decisive::add)) {
            case ALLOW -> allowed(decisive, peer);
            case DENY -> denied(decisive);
            case UNKNOWN -> unsettled(decisive);
            case NO_MATCH, PASS -> new SideVerdict.Allowed(isolating, List.of(), List.of());
        };
    }

    /** Two APIs that disagree have no order between them. */
    private static Tier.Outcome outcome(Tier[] tiers, End peer, End target, Transport transport, int port,
            Tier.Witness decisive) {
        Tier.Outcome agreed = Tier.Outcome.NO_MATCH;
        for (Tier tier : tiers) {
            Tier.Outcome own = tier.outcome(peer, target, transport, port, decisive);
            if (agreed == Tier.Outcome.NO_MATCH) {
                agreed = own;
            } else if (own != Tier.Outcome.NO_MATCH && own != agreed) {
                return Tier.Outcome.UNKNOWN;
            }
        }
        return agreed;
    }

    private SideVerdict allowed(List<Rule> decisive, End peer) {
        List<String> remarks = decisive.stream().allMatch(rule -> rule.peers().matchByAddressOnly(peer))
                ? List.of(peer + " is allowed by its address alone. Some engines match no pod by an address range.")
                : List.of();
        return new SideVerdict.Allowed(isolating, refs(decisive), remarks);
    }

    private SideVerdict denied(List<Rule> decisive) {
        return new SideVerdict.Denied(isolating, refs(decisive));
    }

    private SideVerdict unsettled(List<Rule> decisive) {
        String rules = String.join(", ", decisive.stream().map(rule -> rule.ref().toString()).toList());
        boolean disagree = decisive.stream().map(Rule::action).distinct().count() > 1;
        return new SideVerdict.Unknown(isolating, List.of(disagree
                ? "None of these goes before the other, and they disagree: " + rules + "."
                : "Whether the flow is meant can't be told for sure: " + rules + "."));
    }

    private static List<RuleRef> refs(List<Rule> rules) {
        return rules.stream().map(Rule::ref).toList();
    }

    List<PolicyRef> isolating() {
        return isolating;
    }

    /** The rules of the isolating policies. */
    List<Rule> allows() {
        return List.of(allows);
    }

    /** The rules of every layer. */
    List<Rule> everyRule() {
        return everyRule;
    }
}
