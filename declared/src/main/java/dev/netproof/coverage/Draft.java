package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.netproof.evidence.Direction;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;

/** A NetworkPolicy in which both directions look alike, to be changed in one place. */
final class Draft {

    private final NetworkPolicy policy;

    /** What ingress and egress rules have in common. */
    record Part(List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {

        Part {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
        }

        Part withPeers(List<NetworkPolicyPeer> others) {
            return new Part(others, ports);
        }

        Part withPorts(List<NetworkPolicyPort> others) {
            return new Part(peers, others);
        }
    }

    /** What it isolates is written out, so that a rule can go and the isolation stays. */
    Draft(NetworkPolicy policy) {
        NetworkPolicySpec spec = policy.getSpec() == null ? new NetworkPolicySpec() : policy.getSpec();
        List<String> types = orEmpty(spec.getPolicyTypes());
        if (types.isEmpty()) {
            types = orEmpty(spec.getEgress()).isEmpty() ? List.of("Ingress") : List.of("Ingress", "Egress");
        }
        this.policy = new NetworkPolicyBuilder(policy).editOrNewSpec().withPolicyTypes(types).endSpec().build();
    }

    String name() {
        return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
    }

    String namespace() {
        return policy.getMetadata().getNamespace();
    }

    LabelSelector podSelector() {
        return Objects.requireNonNullElseGet(policy.getSpec().getPodSelector(), LabelSelector::new);
    }

    /** Those it isolates for. */
    List<Direction> directions() {
        List<Direction> directions = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            if (policy.getSpec().getPolicyTypes().stream().anyMatch(direction.word()::equalsIgnoreCase)) {
                directions.add(direction);
            }
        }
        return directions;
    }

    /** The rules of a direction; those of one that it does not isolate for mean nothing. */
    List<Part> rules(Direction direction) {
        if (!directions().contains(direction)) {
            return List.of();
        }
        return switch (direction) {
            case INGRESS -> orEmpty(policy.getSpec().getIngress()).stream()
                    .map(rule -> new Part(orEmpty(rule.getFrom()), orEmpty(rule.getPorts()))).toList();
            case EGRESS -> orEmpty(policy.getSpec().getEgress()).stream()
                    .map(rule -> new Part(orEmpty(rule.getTo()), orEmpty(rule.getPorts()))).toList();
        };
    }

    NetworkPolicy withRules(Direction direction, List<Part> rules) {
        var spec = new NetworkPolicyBuilder(policy).editSpec();
        return switch (direction) {
            case INGRESS -> spec.withIngress(rules.stream().map(Draft::ingress).toList()).endSpec().build();
            case EGRESS -> spec.withEgress(rules.stream().map(Draft::egress).toList()).endSpec().build();
        };
    }

    NetworkPolicy withRule(Direction direction, int index, UnaryOperator<Part> change) {
        List<Part> rules = new ArrayList<>(rules(direction));
        rules.set(index, change.apply(rules.get(index)));
        return withRules(direction, rules);
    }

    NetworkPolicy without(Direction direction) {
        List<String> types = policy.getSpec().getPolicyTypes().stream()
                .filter(type -> !type.equalsIgnoreCase(direction.word())).toList();
        return new NetworkPolicyBuilder(policy).editSpec().withPolicyTypes(types).endSpec().build();
    }

    NetworkPolicy withPodSelector(LabelSelector selector) {
        return new NetworkPolicyBuilder(policy).editSpec().withPodSelector(selector).endSpec().build();
    }

    private static NetworkPolicyIngressRule ingress(Part part) {
        return new NetworkPolicyIngressRuleBuilder().withFrom(part.peers()).withPorts(part.ports()).build();
    }

    private static NetworkPolicyEgressRule egress(Part part) {
        return new NetworkPolicyEgressRuleBuilder().withTo(part.peers()).withPorts(part.ports()).build();
    }

    static <T> List<T> without(List<T> list, int index) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }

    static <T> List<T> with(List<T> list, int index, T replacement) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, replacement);
        return changed;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
