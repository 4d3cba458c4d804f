package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that manifests would make, so that edges can be planned before there is one.
 *
 * <p>Its pods run, its Services have endpoints, its namespaces exist, and it has a DNS like every cluster: the Service and
 * pod {@code kube-system/kube-dns}, unless the manifests bring their own.
 *
 * @param planned with addresses that were made up
 * @param real the same without them: what an {@code ipBlock} means by a pod that has no address yet is not known
 */
public record Staging(Snapshot planned, Snapshot real) {

    private static final String DNS_NAMESPACE = "kube-system";
    private static final String DNS = "kube-dns";

    /** From what manifests say. */
    public static Staging of(Snapshot manifests) {
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : manifests.pods()) {
            pods.add(withUid(pod));
        }
        List<Service> services = new ArrayList<>(manifests.services());
        if (services.stream().noneMatch(service -> isIn(service, DNS_NAMESPACE) && isNamed(service, DNS))) {
            services.add(dnsService());
            pods.add(withUid(dnsPod()));
        }
        List<Pod> running = new ArrayList<>();
        for (Pod pod : pods) {
            running.add(running(pod, running.size()));
        }
        List<EndpointSlice> slices = services.stream().flatMap(service -> slices(service, running).stream()).toList();
        Snapshot real = snapshot(manifests, pods, services, List.of());
        return new Staging(snapshot(manifests, running, services, slices), real);
    }

    private static Snapshot snapshot(Snapshot manifests, List<Pod> pods, List<Service> services,
            List<EndpointSlice> slices) {
        Set<String> missing = new TreeSet<>();
        Stream.of(pods, services, manifests.networkPolicies()).flatMap(List::stream)
                .forEach(object -> missing.add(object.getMetadata().getNamespace()));
        List<Namespace> namespaces = new ArrayList<>(manifests.namespaces());
        namespaces.forEach(namespace -> missing.remove(namespace.getMetadata().getName()));
        missing.forEach(name -> namespaces
                .add(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()));
        return new Snapshot(namespaces, manifests.workloads(), pods, services, slices, manifests.nodes(),
                manifests.networkPolicies(), manifests.otherPolicies(), manifests.unreadPolicies());
    }

    private static Pod withUid(Pod pod) {
        return new PodBuilder(pod).editMetadata()
                .withUid(pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()).endMetadata().build();
    }

    /** At an address of the range for carriers (RFC 6598), which stands for nothing. */
    private static Pod running(Pod pod, int number) {
        return new PodBuilder(pod).withNewStatus().withPhase("Running")
                .withPodIP("100." + (64 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255))
                .addNewCondition().withType("Ready").withStatus("True").endCondition().endStatus().build();
    }

    /** One for each pod, since the same name may mean other ports of other pods. */
    private static List<EndpointSlice> slices(Service service, List<Pod> pods) {
        Map<String, String> selector = service.getSpec() == null ? null : service.getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            return List.of();
        }
        return pods.stream()
                .filter(pod -> isIn(pod, service.getMetadata().getNamespace()) && Objects
                        .requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of()).entrySet()
                        .containsAll(selector.entrySet()))
                .map(pod -> slice(service, pod)).toList();
    }

    private static EndpointSlice slice(Service service, Pod pod) {
        var slice = new EndpointSliceBuilder().withNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(service.getMetadata().getName() + "-" + pod.getMetadata().getName())
                .addToLabels("kubernetes.io/service-name", service.getMetadata().getName()).endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint().withAddresses(pod.getStatus().getPodIP())
                .withNewConditions().withReady(true).endConditions()
                .withNewTargetRef().withKind("Pod").withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName()).withUid(pod.getMetadata().getUid()).endTargetRef()
                .endEndpoint();
        for (ServicePort port : orEmpty(service.getSpec().getPorts())) {
            String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
            target(port, protocol, pod).ifPresent(number -> slice.addNewPort().withName(port.getName())
                    .withPort(number).withProtocol(protocol).withAppProtocol(port.getAppProtocol()).endPort());
        }
        return slice.build();
    }

    /** A named target port is another number on another pod; an absent one is the Service's own. */
    private static Optional<Integer> target(ServicePort port, String protocol, Pod pod) {
        IntOrString target = port.getTargetPort();
        if (target == null || (target.getIntVal() == null && target.getStrVal() == null)) {
            return Optional.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return Optional.of(target.getIntVal());
        }
        return Stream.ofNullable(pod.getSpec()).flatMap(spec -> orEmpty(spec.getContainers()).stream())
                .map(Container::getPorts).flatMap(ports -> orEmpty(ports).stream())
                .filter(own -> target.getStrVal().equals(own.getName())
                        && protocol.equals(Objects.requireNonNullElse(own.getProtocol(), "TCP")))
                .map(ContainerPort::getContainerPort).findFirst();
    }

    private static Service dnsService() {
        return new ServiceBuilder().withNewMetadata().withNamespace(DNS_NAMESPACE).withName(DNS).endMetadata()
                .withNewSpec().addToSelector("k8s-app", DNS)
                .addNewPort().withName("dns").withPort(53).withProtocol("UDP").endPort()
                .addNewPort().withName("dns-tcp").withPort(53).withProtocol("TCP").endPort()
                .endSpec().build();
    }

    private static Pod dnsPod() {
        return new PodBuilder().withNewMetadata().withNamespace(DNS_NAMESPACE).withName(DNS)
                .addToLabels("k8s-app", DNS).endMetadata()
                .withNewSpec().addNewContainer().withName("dns")
                .addNewPort().withName("dns").withContainerPort(53).withProtocol("UDP").endPort()
                .addNewPort().withName("dns-tcp").withContainerPort(53).withProtocol("TCP").endPort()
                .endContainer().endSpec().build();
    }

    private static boolean isIn(HasMetadata object, String namespace) {
        return namespace.equals(object.getMetadata().getNamespace());
    }

    private static boolean isNamed(HasMetadata object, String name) {
        return name.equals(object.getMetadata().getName());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
