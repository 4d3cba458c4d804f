package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * A small cluster, written in few words.
 *
 * <p>Every pod has the ports http 8080, metrics 9090, dns 53/UDP and sig 3868/SCTP.
 */
final class World {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<EndpointSlice> slices = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();
    private final List<GenericKubernetesResource> others = new ArrayList<>();

    World namespace(String name, String... labels) {
        namespaces.add(new NamespaceBuilder().withNewMetadata().withName(name).withLabels(labels(labels)).endMetadata()
                .build());
        return this;
    }

    World node(String name, String address, String... labels) {
        nodes.add(new NodeBuilder().withNewMetadata().withName(name).withLabels(labels(labels)).endMetadata()
                .withNewStatus().addNewAddress().withType("InternalIP").withAddress(address).endAddress().endStatus()
                .build());
        return this;
    }

    /**
     * A pod.
     *
     * @param address several, separated by blanks; empty if it has none yet
     * @param more fields of its spec and status, such as {@code spec: {nodeName: n1}}
     */
    World pod(String name, String address, List<String> labels, String... more) {
        String namespace = name.substring(0, name.indexOf('/'));
        Pod pod = YAML.unmarshal("apiVersion: v1\nkind: Pod\n" + String.join("\n", more), Pod.class);
        pod.setMetadata(new ObjectMetaBuilder().withNamespace(namespace)
                .withName(name.substring(name.indexOf('/') + 1)).withLabels(labels(labels.toArray(String[]::new)))
                .build());
        pod = pod.edit().editOrNewSpec().addNewContainer().withName("main")
                .addNewPort().withName("http").withContainerPort(8080).endPort()
                .addNewPort().withName("metrics").withContainerPort(9090).withProtocol("TCP").endPort()
                .addNewPort().withName("dns").withContainerPort(53).withProtocol("UDP").endPort()
                .addNewPort().withName("sig").withContainerPort(3868).withProtocol("SCTP").endPort()
                .endContainer().endSpec().build();
        if (!address.isEmpty()) {
            pod = pod.edit().editOrNewStatus().withPodIP(address.split(" ", -1)[0]).endStatus().build();
            for (String one : address.split(" ", -1)) {
                pod = pod.edit().editStatus().addNewPodIP(one).endStatus().build();
            }
        }
        pods.add(pod);
        return this;
    }

    /**
     * Policies, a line each.
     *
     * @param specs {@code namespace/name: spec} in flow style; {@code Kind name: spec} or {@code Kind@version name: spec}
     *     for policies of the whole cluster
     */
    World policies(String specs) {
        for (String line : specs.split("\n", -1)) {
            if (!line.isBlank()) {
                String head = line.substring(0, line.indexOf(':')).strip();
                String spec = line.substring(line.indexOf(':') + 1);
                if (head.contains(" ")) {
                    String kind = head.substring(0, head.indexOf(' '));
                    String version = kind.contains("@") ? kind.substring(kind.indexOf('@') + 1)
                            : kind.startsWith("Cluster") ? "v1alpha2" : "v1alpha1";
                    others.add(policy("policy.networking.k8s.io/" + version,
                            kind.replaceFirst("@.*", ""), head.substring(head.indexOf(' ') + 1), spec,
                            GenericKubernetesResource.class));
                } else {
                    policies.add(policy("networking.k8s.io/v1", "NetworkPolicy", head, spec, NetworkPolicy.class));
                }
            }
        }
        return this;
    }

    /**
     * A policy of another API.
     *
     * @param head {@code apiVersion Kind namespace/name}
     */
    World foreign(String head, String spec) {
        String[] words = head.split(" ", -1);
        others.add(policy(words[0], words[1], words[2], spec, GenericKubernetesResource.class));
        return this;
    }

    private static <T> T policy(String apiVersion, String kind, String name, String spec, Class<T> type) {
        String metadata = name.contains("/")
                ? "namespace: " + name.substring(0, name.indexOf('/')) + ", name: "
                        + name.substring(name.indexOf('/') + 1)
                : "name: " + name;
        return YAML.unmarshal("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {" + metadata + "}\nspec: "
                + spec, type);
    }

    /** Objects of any kind, separated by {@code ---}. */
    World objects(String manifests) {
        for (String manifest : manifests.split("(?m)^---$", -1)) {
            switch (YAML.<Object>unmarshal(manifest)) {
                case Pod pod -> pods.add(pod);
                case Service service -> services.add(service);
                case EndpointSlice slice -> slices.add(slice);
                case NetworkPolicy policy -> policies.add(policy);
                case GenericKubernetesResource other -> others.add(other);
                default -> throw new IllegalArgumentException("what is this? " + manifest);
            }
        }
        return this;
    }

    Snapshot snapshot() {
        return new Snapshot(namespaces, List.of(), pods, services, slices, nodes, policies, others);
    }

    DeclaredPolicies declared() {
        return DeclaredPolicies.of(snapshot());
    }

    /** Reads {@code shop/checkout > payments/api UDP 53}; TCP 8080 where nothing is said. */
    static Flow flow(String text) {
        String[] words = text.strip().split("\\s+", -1);
        Transport transport = words.length > 4 ? Transport.valueOf(words[3]) : Transport.TCP;
        int port = words.length > 3 ? Integer.parseInt(words[words.length - 1]) : 8080;
        return new Flow(end(words[0]), end(words[2]), transport, port);
    }

    static FlowEnd end(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new FlowEnd.Address(text)
                : new FlowEnd.Pod(text.substring(0, slash), text.substring(slash + 1));
    }

    private static Map<String, String> labels(String... labels) {
        Map<String, String> map = new TreeMap<>();
        for (String label : labels) {
            map.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
        }
        return map;
    }
}
