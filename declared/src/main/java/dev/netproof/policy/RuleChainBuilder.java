package dev.netproof.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** Compiles the policies of a snapshot and strings together what governs each pod. */
final class RuleChainBuilder {

    private final PodIndex roster;
    private final List<CompiledPolicy> policies = new ArrayList<>();
    private final List<OpaquePolicy> opaque = new ArrayList<>();
    private final Map<List<Object>, RuleChain> chains = new HashMap<>();

    RuleChainBuilder(PodIndex roster, Snapshot snapshot) {
        this.roster = roster;
        snapshot.networkPolicies().forEach(this::add);
        Map<PolicyRef, GenericKubernetesResource> others = new HashMap<>();
        // A cluster may serve one object in several versions.
        snapshot.otherPolicies().forEach(policy -> others.put(ForeignPolicies.ref(policy), policy));
        others.values().forEach(this::add);
        policies.sort(Comparator.comparing(CompiledPolicy::ref));
        opaque.sort(Comparator.comparing(OpaquePolicy::ref));
    }

    private void add(NetworkPolicy policy) {
        NetworkPolicyCompiler compiler = new NetworkPolicyCompiler(roster);
        try {
            policies.add(compiler.compile(policy));
        } catch (UnreadablePolicyException e) {
            PolicyRef ref = NetworkPolicyCompiler.ref(policy);
            opaque.add(OpaquePolicy.unreadable(ref, e, () -> compiler.subject(policy),
                    () -> roster.inNamespace(ref.namespace())));
        }
    }

    private void add(GenericKubernetesResource policy) {
        if (!ForeignPolicies.group(policy).equals(AdminPolicyCompiler.GROUP)) {
            opaque.add(new ForeignPolicies(roster).read(policy));
            return;
        }
        PolicyRef ref = ForeignPolicies.ref(policy);
        AdminPolicyCompiler compiler = new AdminPolicyCompiler(roster);
        try {
            policies.add(compiler.compile(ref, policy));
        } catch (UnreadablePolicyException e) {
            opaque.add(OpaquePolicy.unreadable(ref, e, () -> compiler.subject(Spec.of(policy)), roster::everyone));
        }
    }

    /** Those that are not evaluated, in order. */
    List<OpaquePolicy> opaque() {
        return opaque;
    }

    /** Those that are evaluated, in order. */
    List<CompiledPolicy> policies() {
        return policies;
    }

    /** Of every policy. */
    List<Rule> rules() {
        return policies.stream().flatMap(policy -> Stream.of(Direction.values()).map(policy::rules))
                .filter(Objects::nonNull).flatMap(List::stream).toList();
    }

    RuleChain chain(int pod, Direction direction) {
        List<RuleChain.Governing> governing = new ArrayList<>();
        List<Object> key = new ArrayList<>();
        for (CompiledPolicy policy : policies) {
            RuleChain.Governing part = policy.governing(pod, direction);
            if (part != null) {
                governing.add(part);
                key.add(policy.ref());
            }
        }
        List<String> unknown = opaque.stream()
                .filter(policy -> policy.directions().contains(direction) && policy.subject().get(pod))
                .map(OpaquePolicy::reason).toList();
        if (governing.isEmpty() && unknown.isEmpty()) {
            return RuleChain.FREE;
        }
        key.add(direction);
        key.addAll(unknown);
        return chains.computeIfAbsent(key, any -> new RuleChain(governing, unknown));
    }
}
