package dev.netproof.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import org.jspecify.annotations.Nullable;

/** Recognises the network plugins of a cluster, as far as what a run reads anyway shows them. */
final class NetworkPlugins {

    /** By the last two parts of the repository of their agent's image, which mirrors keep. */
    private static final Map<String, String> BY_IMAGE = Map.ofEntries(
            Map.entry("calico/node", "calico"),
            Map.entry("cilium/cilium", "cilium"),
            Map.entry("antrea/antrea-agent-ubuntu", "antrea"),
            Map.entry("antrea/antrea-agent-ubi", "antrea"),
            Map.entry("antrea/antrea-ubuntu", "antrea"),
            Map.entry("cloudnativelabs/kube-router", "kube-router"),
            Map.entry("kindest/kindnetd", "kindnet"),
            Map.entry("flannel/flannel", "flannel"),
            Map.entry("flannel-io/flannel", "flannel"),
            Map.entry("eks/aws-network-policy-agent", "aws-network-policy-agent"),
            Map.entry("amazon/aws-network-policy-agent", "aws-network-policy-agent"),
            Map.entry("weaveworks/weave-kube", "weave"));

    /** By the beginning of an annotation that their agents write on each node. */
    private static final Map<String, String> BY_ANNOTATION = Map.of("projectcalico.org/", "calico",
            "network.cilium.io/", "cilium", "node.antrea.io/", "antrea", "flannel.alpha.coreos.com/", "flannel",
            "k8s.ovn.org/", "ovn-kubernetes");

    private NetworkPlugins() {}

    /** {@code cilium (quay.io/cilium/cilium:v1.16.1)}, several of them joined; null when none is recognised. */
    static @Nullable String of(Snapshot cluster) {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        for (Node node : cluster.nodes()) {
            Map<String, String> annotations = node.getMetadata().getAnnotations();
            if (annotations != null) {
                BY_ANNOTATION.forEach((prefix, name) -> {
                    if (annotations.keySet().stream().anyMatch(key -> key.startsWith(prefix))) {
                        found.computeIfAbsent(name, any -> new TreeSet<>());
                    }
                });
            }
        }
        for (Workload workload : cluster.workloads()) {
            if (workload.kind().equals("DaemonSet") && workload.template().getSpec() != null) {
                for (Container container : workload.template().getSpec().getContainers()) {
                    String image = container.getImage();
                    String name = image == null ? null : BY_IMAGE.get(repository(image));
                    if (name != null) {
                        found.computeIfAbsent(name, any -> new TreeSet<>()).add(image);
                    }
                }
            }
        }
        return found.isEmpty() ? null : found.entrySet().stream()
                .map(plugin -> plugin.getKey()
                        + (plugin.getValue().isEmpty() ? "" : " (" + String.join(", ", plugin.getValue()) + ")"))
                .collect(Collectors.joining(", "));
    }

    /** Without registry, tag and digest: {@code cilium/cilium}. */
    private static String repository(String image) {
        String name = image.replaceFirst("@.*$", "").replaceFirst(":[^/]*$", "");
        int last = name.lastIndexOf('/');
        return last < 0 ? name : name.substring(name.lastIndexOf('/', last - 1) + 1);
    }
}
