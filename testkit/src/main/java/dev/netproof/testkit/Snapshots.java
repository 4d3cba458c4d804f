package dev.netproof.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/** A small shop as a cluster would show it: payments-api behind a Service, port 80 named http to container port 8080. */
public final class Snapshots {

    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();
    private final List<EndpointSlice> slices = new ArrayList<>();

    public static Snapshots shop() {
        Snapshots shop = new Snapshots();
        for (String name : List.of("shop", "payments", "kube-system")) {
            shop.namespaces.add(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
        }
        shop.workload("shop", "checkout-api");
        shop.workload("payments", "payments-api");
        return shop.service("payments", "payments-api", "10.96.0.20", 8080, "http");
    }

    /** A workload whose pods run on some nodes alone. */
    public Snapshots placed(String namespace, String name, Map<String, String> nodeSelector,
            Toleration... tolerations) {
        workload(namespace, name);
        PodSpec template = workloads.get(workloads.size() - 1).template().getSpec();
        template.setNodeSelector(nodeSelector);
        template.setTolerations(List.of(tolerations));
        return this;
    }

    /** A workload whose container has this port. */
    public Snapshots withPort(String namespace, String name, String portName, int number) {
        workload(namespace, name);
        workloads.get(workloads.size() - 1).template().getSpec().setContainers(List.of(new ContainerBuilder()
                .withName(name).addNewPort().withName(portName).withContainerPort(number).withProtocol("TCP").endPort()
                .build()));
        return this;
    }

    /** The Service publishes pods that are not ready, and selects those with the label. */
    public Snapshots publishing(String namespace, String name, String app) {
        service(namespace, name, "None", 80, "http");
        var spec = services.get(services.size() - 1).getSpec();
        spec.setPublishNotReadyAddresses(true);
        spec.setSelector(Map.of("app", app));
        return this;
    }

    /** The last pod uses the network of its node. */
    public Snapshots onHostNetwork() {
        pods.get(pods.size() - 1).getSpec().setHostNetwork(true);
        return this;
    }

    public Snapshots workload(String namespace, String name) {
        workloads.add(new Workload("Deployment", namespace, name,
                new LabelSelectorBuilder().addToMatchLabels("app", name).build(),
                new PodTemplateSpecBuilder().withNewMetadata()
                        .addToLabels("app", name)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(name)
                        .endSpec()
                        .build()));
        return this;
    }

    public Snapshots service(String namespace, String name, String clusterIp, int port, String portName) {
        services.add(new ServiceBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp)
                .addNewPort()
                .withName(portName)
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build());
        return this;
    }

    /** A replica with an endpoint of its own; {@code readinessPort} 0 for a pod without a readiness probe. */
    public Snapshots replica(String namespace, String app, int number, boolean ready, int readinessPort) {
        String name = app + "-" + number;
        String address = "10.244.0." + (10 + number);
        pods.add(pod(namespace, app, name, address, ready, readinessPort, Map.of("app", app)));
        slices.add(new EndpointSliceBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(app + "-" + number)
                .addToLabels("kubernetes.io/service-name", app)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withName(name)
                .withUid("uid-" + name)
                .endTargetRef()
                .withNodeName("node-1")
                .endEndpoint()
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .build());
        return this;
    }

    public Snapshots probePod(String namespace, String app) {
        pods.add(pod(namespace, app, "netproof-x", "10.244.0.99", false, 0,
                Map.of("app", app, ProbePodLabel.KEY, "true")));
        return this;
    }

    private static Pod pod(String namespace, String app, String name, String address, boolean ready, int readinessPort,
            Map<String, String> labels) {
        PodBuilder pod = new PodBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid("uid-" + name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .addNewContainer()
                .withName(app)
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName(app)
                .withReady(ready)
                .endContainerStatus()
                .endStatus();
        if (readinessPort > 0) {
            pod.editSpec()
                    .editFirstContainer()
                    .withNewReadinessProbe()
                    .withNewTcpSocket()
                    .withNewPort(readinessPort)
                    .endTcpSocket()
                    .endReadinessProbe()
                    .endContainer()
                    .endSpec();
        }
        return pod.build();
    }

    /** The containers of a pod have been started anew so many times. */
    public Snapshots restarted(String name, int times) {
        pods.stream().filter(pod -> pod.getMetadata().getName().equals(name))
                .forEach(pod -> pod.getStatus().getContainerStatuses().forEach(one -> one.setRestartCount(times)));
        return this;
    }

    /** A policy that selects nobody. */
    public Snapshots policy(String namespace, String name, int version) {
        policies.add(new NetworkPolicyBuilder().withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid("uid-" + name)
                .withResourceVersion(Integer.toString(version))
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "nobody")
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build());
        return this;
    }

    public Snapshot snapshot() {
        return new Snapshot(namespaces, workloads, pods, services, slices, List.of(), policies, List.of());
    }
}
