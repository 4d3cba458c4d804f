package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import org.jspecify.annotations.Nullable;

/** Namespaces, pods and policies made by chance, from few enough words that they often meet. */
public final class RandomCluster {

    private static final List<String> NAMESPACES = List.of("blue", "green", "red");
    private static final Map<String, List<String>> LABELS = new TreeMap<>(
            Map.of("app", List.of("a", "b", "c"), "tier", List.of("x", "y"), "team", List.of("m", "n")));

    private final RandomGenerator random;

    public RandomCluster(RandomGenerator random) {
        this.random = random;
    }

    public List<Namespace> namespaces() {
        return NAMESPACES.stream().map(name -> new NamespaceBuilder().withNewMetadata().withName(name)
                .withLabels(labels()).endMetadata().build()).toList();
    }

    /** The same names mean other ports on other pods. */
    public List<Pod> pods(int count) {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pods.add(new PodBuilder()
                    .withNewMetadata().withNamespace(one(NAMESPACES)).withName("pod" + i).withLabels(labels())
                    .endMetadata()
                    .withNewSpec().addNewContainer().withName("main").withPorts(
                            port("web", one(List.of(8080, 8081)), null),
                            port(chance(50) ? "admin" : null, 9090, "TCP"),
                            port(one(List.of("dns", "web")), one(List.of(5353, 8080)), "UDP"))
                    .endContainer().endSpec().build());
        }
        return pods;
    }

    private static ContainerPort port(@Nullable String name, int number,
            @Nullable String protocol) {
        return new ContainerPortBuilder().withName(name).withContainerPort(number).withProtocol(protocol).build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        LABELS.forEach((key, values) -> {
            if (chance(60)) {
                labels.put(key, one(values));
            }
        });
        return labels;
    }

    /**
     * Policies of every kind that an API server accepts.
     *
     * @param addresses that ranges are made around
     */
    public List<NetworkPolicy> policies(int count, List<String> addresses) {
        List<NetworkPolicy> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var policy = new NetworkPolicyBuilder().withNewMetadata().withNamespace(one(NAMESPACES)).withName("p" + i)
                    .endMetadata().withNewSpec().withPodSelector(chance(40) ? new LabelSelector() : selector());
            if (chance(70)) {
                policy.withPolicyTypes(
                        one(List.of(List.of("Ingress"), List.of("Egress"), List.of("Ingress", "Egress"))));
            }
            for (int rule = random.nextInt(3); rule > 0; rule--) {
                policy.addToIngress(new NetworkPolicyIngressRuleBuilder().withFrom(peers(addresses)).withPorts(ports())
                        .build());
            }
            for (int rule = random.nextInt(3); rule > 0; rule--) {
                policy.addToEgress(new NetworkPolicyEgressRuleBuilder().withTo(peers(addresses)).withPorts(ports())
                        .build());
            }
            policies.add(policy.endSpec().build());
        }
        return policies;
    }

    private List<NetworkPolicyPeer> peers(List<String> addresses) {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            var peer = new NetworkPolicyPeerBuilder();
            switch (random.nextInt(4)) {
                case 0 -> peer.withPodSelector(selector());
                case 1 -> peer.withNamespaceSelector(chance(30) ? new LabelSelector() : selector());
                case 2 -> peer.withNamespaceSelector(selector()).withPodSelector(selector());
                default -> {
                    String address = one(addresses);
                    int bits = address.contains(":") ? 128 : 32;
                    int prefix = one(List.of(0, bits - 24, bits - 8, bits - 4, bits - 3, bits - 2, bits - 1, bits));
                    var block = peer.withNewIpBlock().withCidr(address + "/" + prefix);
                    if (prefix < bits && chance(40)) {
                        block.withExcept(address + "/" + Math.min(bits, prefix + 1 + random.nextInt(4)));
                    }
                    peer = block.endIpBlock();
                }
            }
            peers.add(peer.build());
        }
        return peers;
    }

    private List<NetworkPolicyPort> ports() {
        List<NetworkPolicyPort> ports = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            var port = new NetworkPolicyPortBuilder();
            if (chance(70)) {
                port.withProtocol(one(List.of("TCP", "TCP", "UDP", "UDP", "SCTP")));
            }
            switch (random.nextInt(5)) {
                case 0, 1 -> port.withNewPort(one(List.of(8080, 8081, 9090, 5353)));
                case 2, 3 -> port.withNewPort(one(List.of("web", "admin", "dns", "nowhere")));
                default -> {
                    if (chance(70)) {
                        int first = one(List.of(1, 5353, 8000, 8081));
                        port.withNewPort(first).withEndPort(first + random.nextInt(2000));
                    }
                }
            }
            ports.add(port.build());
        }
        return ports;
    }

    private LabelSelector selector() {
        var selector = new LabelSelectorBuilder();
        if (chance(60)) {
            String key = key();
            selector.addToMatchLabels(key, one(values(key)));
        }
        if (chance(50)) {
            selector.addToMatchExpressions(expression());
        }
        return selector.build();
    }

    private LabelSelectorRequirement expression() {
        String key = key();
        var expression = new LabelSelectorRequirementBuilder().withKey(key)
                .withOperator(one(List.of("In", "NotIn", "Exists", "DoesNotExist")));
        if (expression.getOperator().endsWith("In")) {
            expression.withValues(one(values(key)), one(values(key)));
        }
        return expression.build();
    }

    private String key() {
        return one(List.copyOf(LABELS.keySet()));
    }

    private static List<String> values(String key) {
        return Objects.requireNonNull(LABELS.get(key));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
