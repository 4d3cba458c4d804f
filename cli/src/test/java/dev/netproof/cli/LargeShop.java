package dev.netproof.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.Found;
import dev.netproof.cluster.OwnKind;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import dev.netproof.probe.Round;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.time.Window;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of as many clients and servers as a matrix with so many edges takes, and its wire. A server is a Service before two
 * pods; even clients reach even servers and odd ones odd servers, as policies declare it.
 */
final class LargeShop implements Cluster {

    private static final int CLIENTS = 250;
    private static final int ODD_ONE_OUT = 100;
    private static final String ANSWER = "x".repeat(560);

    private final int edges;
    private final Snapshot snapshot;

    LargeShop(int edges) {
        this.edges = edges;
        this.snapshot = snapshot((edges + CLIENTS - 1) / CLIENTS);
    }

    private static Snapshot snapshot(int servers) {
        List<Namespace> namespaces = new ArrayList<>();
        for (String name : List.of("clients", "servers")) {
            namespaces.add(new NamespaceBuilder().withNewMetadata().withName(name)
                    .addToLabels("kubernetes.io/metadata.name", name).endMetadata().build());
        }
        List<Pod> pods = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            services.add(service(server));
            slices.add(slice(server));
            pods.add(pod(server, 0));
            pods.add(pod(server, 1));
        }
        return new Snapshot(namespaces, List.of(), pods, services, slices, List.of(),
                List.of(policy("even"), policy("odd")), List.of());
    }

    private static String address(int block, int number) {
        return "10." + block + "." + number / 250 + "." + (1 + number % 250);
    }

    private static String parity(int number) {
        return number % 2 == 0 ? "even" : "odd";
    }

    private static Pod pod(int server, int replica) {
        return new PodBuilder().withNewMetadata()
                .withNamespace("servers")
                .withName("server-" + server + "-" + replica)
                .withUid("uid-" + server + "-" + replica)
                .withLabels(Map.of("app", "server-" + server, "parity", parity(server)))
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .addNewContainer()
                .withName("server")
                .addNewPort()
                .withContainerPort(8080)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address(64 + replica, server))
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Service service(int server) {
        return new ServiceBuilder().withNewMetadata()
                .withNamespace("servers")
                .withName("server-" + server)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address(96, server))
                .addNewPort()
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private static EndpointSlice slice(int server) {
        EndpointSliceBuilder slice = new EndpointSliceBuilder().withNewMetadata()
                .withNamespace("servers")
                .withName("server-" + server)
                .addToLabels("kubernetes.io/service-name", "server-" + server)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(8080)
                .withProtocol("TCP")
                .endPort();
        for (int replica = 0; replica < 2; replica++) {
            slice.addNewEndpoint()
                    .withAddresses(address(64 + replica, server))
                    .withNewConditions()
                    .withReady(true)
                    .endConditions()
                    .withNewTargetRef()
                    .withKind("Pod")
                    .withName("server-" + server + "-" + replica)
                    .withUid("uid-" + server + "-" + replica)
                    .endTargetRef()
                    .withNodeName("node-1")
                    .endEndpoint();
        }
        return slice.build();
    }

    private static NetworkPolicy policy(String parity) {
        return new NetworkPolicyBuilder().withNewMetadata()
                .withNamespace("servers")
                .withName(parity)
                .withUid("uid-" + parity)
                .withResourceVersion("1")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("parity", parity)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewFrom()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .withNewPodSelector()
                .addToMatchLabels("parity", parity)
                .endPodSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }

    /** One edge in a hundred expects what is not so. */
    ConnectivityMatrix matrix() {
        List<Source> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(new Source("client-" + client, new Identity.Labelled("clients",
                    Map.of("app", "client-" + client, "parity", parity(client)))));
        }
        List<Edge> all = new ArrayList<>();
        for (int index = 0; index < edges; index++) {
            int client = index % CLIENTS;
            int server = index / CLIENTS;
            boolean open = parity(client).equals(parity(server)) ^ index % ODD_ONE_OUT == 7;
            all.add(new Edge("client-" + client + "-server-" + server,
                    new Position("matrices/large.yaml", index + 1, 5),
                    clients.get(client), new Destination("server-" + server,
                            new Target.OfService("servers", "server-" + server)),
                    new Port.Numbered(8080, Protocol.TCP), open ? Expectation.ALLOW : Expectation.DENY,
                    open ? Expectation.DENY : Expectation.ALLOW, new Ask.Handshake(), Duration.ofSeconds(3),
                    Duration.ofSeconds(2), Mode.ENFORCE, Severity.MAJOR, Set.of(), Governance.NONE, null, true));
        }
        return new ConnectivityMatrix("large", "matrices/large.yaml", "0".repeat(64), all);
    }

    ProbeField field() {
        return new Wire();
    }

    @Override
    public ClusterIdentity identity() {
        return new ClusterIdentity("large", "v1.36.0", "uid", 1);
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return Map.of();
    }

    @Override
    public Snapshot snapshot(Set<String> namespaces) {
        return snapshot;
    }

    @Override
    public Cluster withoutPolicies() {
        return this;
    }

    @Override
    public Surroundings surroundings(Set<String> namespaces) {
        return Surroundings.NONE;
    }

    @Override
    public Pod pod(String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends HasMetadata> Optional<T> read(T object) {
        return Optional.empty();
    }

    @Override
    public <T extends HasMetadata> T create(T object) {
        return object;
    }

    @Override
    public <T extends HasMetadata> T replace(T object) {
        return object;
    }

    @Override
    public void delete(HasMetadata object) {
        // Nothing is stored.
    }

    @Override
    public Found search(@Nullable String namespace, Map<String, String> labels, Set<OwnKind> kinds) {
        return new Found(List.of(), Map.of());
    }

    @Override
    public Pod addEphemeral(String namespace, String pod, String uid, EphemeralContainer container) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pod await(Pod pod, Predicate<Pod> condition, Duration limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ExecResult exec(Pod pod, String container, List<String> command, byte[] stdin, Duration limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static final class Wire implements ProbeField {

        /** Of what is silent: the first packet is sent at once, and again a second later. */
        private static final Window SENT = new Window(Duration.ZERO, Duration.ofSeconds(3));

        /** Of what is open, and of the kubelet's visits: between the two. */
        private static final Window BETWEEN = new Window(Duration.ofMillis(400), Duration.ofMillis(500));

        private final Map<String, ProbePod> running = new LinkedHashMap<>();

        @Override
        public Launched launch(List<ProbePodPlan> pods) {
            for (ProbePodPlan pod : pods) {
                running.put(pod.key(), new ProbePod(pod.namespace(), "netproof-" + pod.key(), "uid-" + pod.key(),
                        address(128, running.size()), "node-1", pod.labels()));
            }
            return new Launched(running, Map.of());
        }

        @Override
        public Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse) {
            List<RawRecord> records = new ArrayList<>();
            probes.forEach((pod, all) -> all.forEach(probe -> records.add(record(running.get(pod), probe))));
            Map<String, Window> spans = new HashMap<>();
            records.forEach(record -> spans.put(record.probe(), record.exitCode() == 0 ? BETWEEN : SENT));
            Map<String, List<Window>> visits = new HashMap<>();
            probes.keySet().forEach(pod -> visits.put(pod, List.of(BETWEEN)));
            return new Round(records, visits, spans);
        }

        private static RawRecord record(@Nullable ProbePod pod, Probe probe) {
            String address = probe.endpoint().address();
            int last = address.lastIndexOf('.');
            int block = address.lastIndexOf('.', last - 1);
            boolean there = address.startsWith("10.");
            int server = Integer.parseInt(address.substring(block + 1, last)) * 250
                    + Integer.parseInt(address.substring(last + 1)) - 1;
            boolean open = there && pod != null && parity(server).equals(pod.labels().get("parity"));
            String said = open ? "Connection to " + address + " 8080 port [tcp/*] succeeded!"
                    : "nc: connect to " + address + " port 8080 (tcp) timed out: Operation now in progress";
            // Of each record its own, as an exec brings it.
            return new RawRecord(probe.id(), "nc (openbsd)",
                    List.of("nc", "-z", "-v", "-n", "-w", "3", address, "8080"),
                    open ? 0 : 1, "", ANSWER + "\n" + said, Instant.now(), Duration.ofMillis(1));
        }

        @Override
        public List<String> resolve(String pod, String host) {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }
}
