package dev.netproof.lab.wire;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.netproof.lab.network.EnforcementMode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** A wire and the objects on it, written as manifests. */
final class WireScene implements AutoCloseable {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Map<String, Namespace> namespaces = new TreeMap<>();
    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<String, Service> services = new TreeMap<>();
    private final Map<String, EndpointSlice> slices = new TreeMap<>();
    private final Map<String, NetworkPolicy> policies = new TreeMap<>();
    private final Map<String, GenericKubernetesResource> externalHosts = new TreeMap<>();
    private final Map<String, GenericKubernetesResource> podFaults = new TreeMap<>();
    private final NetnsWire wire;

    private WireScene(NetnsWire wire) {
        this.wire = wire;
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    static WireScene start(EnforcementMode mode) {
        return start(WireOptions.of(mode));
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    static WireScene start(WireOptions options) {
        try {
            return new WireScene(NetnsWire.start(options));
        } catch (IOException e) {
            return abort(e.toString());
        }
    }

    NetnsWire wire() {
        return wire;
    }

    /** Applies manifests: pods are started, everything else is handed over with the next state. */
    WireScene apply(String manifests) throws IOException {
        List<Pod> fresh = new ArrayList<>();
        for (String manifest : manifests.split("(?m)^---$", -1)) {
            switch (YAML.<Object>unmarshal(manifest)) {
                case Namespace namespace -> namespaces.put(namespace.getMetadata().getName(), namespace);
                case Pod pod -> {
                    pod.getMetadata().setUid(UUID.randomUUID().toString());
                    fresh.add(pod);
                }
                case Service service -> services.put(service.getMetadata().getName(), service);
                case EndpointSlice slice -> slices.put(slice.getMetadata().getName(), slice);
                case NetworkPolicy policy -> policies.put(policy.getMetadata().getName(), policy);
                case GenericKubernetesResource fault when fault.getKind().equals("PodFault") ->
                    podFaults.put(fault.getMetadata().getName(), fault);
                case GenericKubernetesResource host -> externalHosts.put(host.getMetadata().getName(), host);
                default -> throw new IllegalArgumentException("what is this? " + manifest);
            }
        }
        fresh.stream().map(pod -> CompletableFuture.runAsync(() -> start(pod))).toList()
                .forEach(CompletableFuture::join);
        return sync();
    }

    private void start(Pod pod) {
        try {
            List<String> addresses = wire.start(pod);
            pod.setStatus(new PodStatusBuilder().withPodIP(addresses.get(0))
                    .withPodIPs(addresses.stream().map(PodIP::new).toList()).build());
            synchronized (pods) {
                pods.put(pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(), pod);
                namespaces.computeIfAbsent(pod.getMetadata().getNamespace(), name -> new NamespaceBuilder()
                        .withNewMetadata().withName(name).endMetadata().build());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A pod that serves HTTP on port 8080, with labels such as {@code app=shop}. */
    Pod pod(String name, String... labels) throws IOException {
        return pod(name, Map.of(), labels);
    }

    Pod pod(String name, Map<String, String> annotations, String... labels) throws IOException {
        Map<String, String> map = new TreeMap<>();
        for (String label : labels) {
            map.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
        }
        String namespace = name.substring(0, name.indexOf('/'));
        Pod pod = new PodBuilder()
                .withNewMetadata().withNamespace(namespace).withName(name.substring(name.indexOf('/') + 1))
                .withUid(UUID.randomUUID().toString()).withLabels(map).withAnnotations(annotations).endMetadata()
                .withNewSpec().addNewContainer().withName("main")
                .addNewPort().withName("http").withContainerPort(8080).endPort()
                .addNewPort().withName("time").withContainerPort(9000).withProtocol("UDP").endPort()
                .endContainer().endSpec().build();
        start(pod);
        return pod;
    }

    void label(String pod, String key, String value) throws IOException {
        known(pod).getMetadata().setLabels(Map.of(key, value));
        sync();
    }

    void delete(String name) throws IOException {
        Pod pod = pods.remove(name);
        if (pod != null) {
            wire.stop(pod.getMetadata().getUid());
        }
        List.of(namespaces, services, slices, policies, externalHosts, podFaults).forEach(kind -> kind.remove(name));
        sync();
    }

    /** Everything but the wire goes. */
    void clear() throws IOException {
        List<Pod> stopping = List.copyOf(pods.values());
        List.of(namespaces, pods, services, slices, policies, externalHosts, podFaults).forEach(Map::clear);
        for (Pod pod : stopping) {
            wire.stop(pod.getMetadata().getUid());
        }
        sync();
    }

    WireScene sync() throws IOException {
        wire.sync(state());
        return this;
    }

    ClusterState state() {
        return new ClusterState(List.copyOf(namespaces.values()), List.copyOf(pods.values()),
                List.copyOf(services.values()), List.copyOf(slices.values()), List.copyOf(policies.values()),
                List.copyOf(externalHosts.values()), List.copyOf(podFaults.values()));
    }

    private Pod known(String name) {
        return Objects.requireNonNull(pods.get(name), name);
    }

    String address(String pod) {
        return known(pod).getStatus().getPodIP();
    }

    /** IPv4 first. */
    List<String> addresses(String pod) {
        return known(pod).getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
    }

    String uid(String pod) {
        return known(pod).getMetadata().getUid();
    }

    /** What a command did. */
    record Ran(int exitCode, String output, String errors) {}

    Ran exec(String pod, String... argv) throws IOException {
        Process process = wire.exec(uid(pod), List.of(argv));
        process.getOutputStream().close();
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String output = text(process.getInputStream());
        try {
            return new Ran(process.waitFor(), output, errors.join());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** What a connection to a TCP port showed, in the words of the tool: open, refused or timed out. */
    String tcp(String pod, String address, int port) throws IOException {
        // Two seconds: a first packet that is lost on a busy machine is sent again after one.
        Ran ran = exec(pod, "nc", "-nvz", "-w", "2", address, Integer.toString(port));
        if (ran.exitCode() == 0) {
            return "open";
        }
        return ran.errors().contains("refused") ? "refused"
                : ran.errors().contains("timed out") ? "timed out" : ran.toString();
    }

    String tcp(String from, String to) throws IOException {
        return tcp(from, address(to), 8080);
    }

    /** The answer to a datagram; empty if there was none. */
    String udp(String pod, String address, int port) throws IOException {
        return exec(pod, "sh", "-c", "echo hello | timeout 1 nc -nu -W 1 -w 1 " + address + " " + port).output()
                .strip();
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
