package dev.netproof.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.netproof.policy.FlowEnd;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;

/**
 * Where pods ask for names.
 *
 * @param words what messages call it
 * @param services {@code namespace/name} of those that stand for it, with the names or numbers of their ports
 * @param addresses of nameservers that are no pods
 * @param assumed pods that stand for a DNS that is not in the snapshot, as kubeadm would have installed it
 * @param nodeLocal whether each node has a cache of its own, which listens on {@link #NODE_LOCAL}
 */
record Nameservers(String words, List<Port> services, List<String> addresses, List<Pod> assumed, boolean nodeLocal) {

    /**
     * Where the cache on each node listens, unless somebody chose otherwise.
     *
     * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/">NodeLocal DNSCache</a>
     */
    static final String NODE_LOCAL = "169.254.20.10";
    static final int DNS_PORT = 53;

    private static final Set<String> NAMESPACES = Set.of("kube-system", "openshift-dns");
    private static final String NODE_LOCAL_NAME = "node-local-dns";
    private static final String APP = "k8s-app";
    private static final String ASSUMED = "(kube-dns)";

    /** A Service's port for DNS. */
    record Port(String namespace, String service, String port, String protocol) {}

    static Nameservers of(Snapshot snapshot, List<String> given) {
        if (!given.isEmpty()) {
            return new Nameservers(Audited.list(given), List.of(), given, List.of(), false);
        }
        boolean nodeLocal = snapshot.pods().stream().anyMatch(Nameservers::isNodeLocal);
        List<Port> ports = new ArrayList<>();
        snapshot.services().stream().filter(service -> NAMESPACES.contains(service.getMetadata().getNamespace()))
                .forEach(service -> add(service, ports));
        if (!ports.isEmpty()) {
            List<String> names = ports.stream().map(port -> "Service " + port.namespace() + "/" + port.service())
                    .distinct().toList();
            return new Nameservers(Audited.list(names), ports, List.of(), List.of(), nodeLocal);
        }
        return new Nameservers("taken to be k8s-app=kube-dns in kube-system, or " + NODE_LOCAL, List.of(),
                List.of(NODE_LOCAL), List.of(assumedPod()), nodeLocal);
    }

    private static void add(Service service, List<Port> ports) {
        if (service.getSpec() == null || service.getSpec().getPorts() == null) {
            return;
        }
        for (ServicePort port : service.getSpec().getPorts()) {
            if (port.getPort() != null && port.getPort() == DNS_PORT) {
                ports.add(new Port(service.getMetadata().getNamespace(), service.getMetadata().getName(),
                        Objects.requireNonNullElse(port.getName(), String.valueOf(DNS_PORT)),
                        Objects.requireNonNullElse(port.getProtocol(), "TCP")));
            }
        }
    }

    private static boolean isNodeLocal(Pod pod) {
        return pod.getMetadata().getLabels() != null
                && NODE_LOCAL_NAME.equals(pod.getMetadata().getLabels().get(APP));
    }

    private static Pod assumedPod() {
        return new PodBuilder().withNewMetadata().withNamespace("kube-system").withName(ASSUMED)
                .addToLabels(APP, "kube-dns").endMetadata()
                .withNewSpec().addNewContainer().withName("coredns")
                .addNewPort().withName("dns").withContainerPort(DNS_PORT).withProtocol("UDP").endPort()
                .addNewPort().withName("dns-tcp").withContainerPort(DNS_PORT).withProtocol("TCP").endPort()
                .endContainer().endSpec().build();
    }

    List<FlowEnd> assumedEnds() {
        return assumed.stream().<FlowEnd>map(pod -> new FlowEnd.Pod(pod.getMetadata().getNamespace(),
                pod.getMetadata().getName())).toList();
    }

    /** Whose resolver a pod uses. */
    enum Resolver {
        /** That of the cluster. */
        CLUSTER,
        /** Its own, by {@code dnsConfig}. */
        OWN,
        /** That of its node, which nobody here knows. */
        NODE;

        static Resolver of(PodSpec spec) {
            return switch (Objects.requireNonNullElse(spec.getDnsPolicy(), "ClusterFirst")) {
                case "None" -> OWN;
                case "Default" -> NODE;
                default -> CLUSTER;
            };
        }
    }
}
