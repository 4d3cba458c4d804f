package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.lab.network.IpFamily;
import dev.netproof.lab.wire.ClusterState;
import dev.netproof.lab.wire.LabNode;
import dev.netproof.lab.wire.NetnsWire;
import dev.netproof.lab.wire.WireOptions;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is declared must be what packets do in the lab, which shares no code with this package.
 *
 * <p>Each run draws other clusters and policies. {@code -Dnetproof.differential.seed=N} repeats a run, and
 * {@code -Dnetproof.differential.podSets=N} draws more.
 */
class DifferentialTests {

    private static final long SEED = Long.getLong("netproof.differential.seed", new Random().nextInt(1_000_000));
    private static final int POD_SETS = Integer.getInteger("netproof.differential.podSets", 20);
    private static final int POLICY_SETS = 10;
    private static final int PODS = 6;
    private static final int MOST_POLICIES = 6;
    private static final Map<IpFamily, List<String>> OUTSIDE = Map.of(
            IpFamily.IPV4, List.of("203.0.113.10", "203.0.113.77"),
            IpFamily.IPV6, List.of("2001:db8:113::10", "2001:db8:113::77"));
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static final Map<EnforcementMode, NetnsWire> WIRES = new HashMap<>();

    @BeforeAll
    static void start() {
        try {
            for (EnforcementMode mode : List.of(EnforcementMode.REJECT, EnforcementMode.DROP)) {
                WIRES.put(mode, NetnsWire.start(WireOptions.of(mode)
                        .withNodes(LabNode.several(1, List.of(IpFamily.IPV4, IpFamily.IPV6)))));
            }
        } catch (IOException e) {
            abort(e.toString());
        }
    }

    @AfterAll
    static void stop() {
        WIRES.values().forEach(NetnsWire::close);
    }

    static Stream<Arguments> podSets() {
        return Stream.iterate(0, i -> i < POD_SETS, i -> i + 1).map(i -> Arguments
                .of(SEED + i, i % 10 == 9 ? EnforcementMode.DROP : EnforcementMode.REJECT,
                        i % 3 == 2 ? IpFamily.IPV6 : IpFamily.IPV4));
    }

    @ParameterizedTest(name = "seed {0}, denied packets: {1}, by {2}")
    @MethodSource("podSets")
    void declaredIsWhatPacketsDo(long seed, EnforcementMode mode, IpFamily family, TestReporter reporter)
            throws IOException {
        reporter.publishEntry("netproof.differential.seed", Long.toString(seed));
        try (Scene scene = new Scene(Objects.requireNonNull(WIRES.get(mode)), mode, family, seed)) {
            assertThat(scene.differences(List.of())).as("without policies").isEmpty();
            // A set of few policies in the mode that answers at once; timeouts cost, so fewer of those.
            for (int set = 0; set < (mode == EnforcementMode.DROP ? 3 : POLICY_SETS); set++) {
                List<NetworkPolicy> policies = scene.policies();

                List<String> differences = scene.differences(policies);

                assertThat(differences)
                        .as("-Dnetproof.differential.seed=%d, policy set %d%n%s%n%s", seed, set, scene.describe(),
                                YAML.asYaml(policies))
                        .isEmpty();
            }
            assertThat(scene.unclaimedPercent()).as("percent of flows on which nothing is claimed").isLessThan(10);
        }
    }

    /** A cluster on the wire, and what is said of it. */
    private static final class Scene implements AutoCloseable {

        private final NetnsWire wire;
        private final EnforcementMode mode;
        private final List<String> strangers;
        private final IpFamily family;
        private final RandomCluster random;
        private final SplittableRandom dice;
        private final List<Namespace> namespaces;
        private final List<Pod> pods;
        private final List<Prober> probers = new ArrayList<>();
        private final List<GenericKubernetesResource> outside;
        private final int firstOwnPort;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger unclaimed = new AtomicInteger();

        Scene(NetnsWire wire, EnforcementMode mode, IpFamily family, long seed) throws IOException {
            this.wire = wire;
            this.mode = mode;
            this.family = family;
            this.strangers = Objects.requireNonNull(OUTSIDE.get(family));
            dice = new SplittableRandom(seed);
            random = new RandomCluster(dice);
            namespaces = random.namespaces();
            pods = random.pods(PODS);
            // Addresses come again with the next scene, while the kernel still remembers connections of this.
            firstOwnPort = 10_000 + (int) Math.floorMod(seed, 25L) * 2_000;
            outside = strangers.stream().map(Scene::host).toList();
            pods.stream().map(pod -> CompletableFuture.runAsync(() -> start(pod))).toList()
                    .forEach(CompletableFuture::join);
            for (Pod pod : pods) {
                probers.add(new Prober(wire.exec(pod.getMetadata().getUid(), List.of("perl", "-e", script())),
                        firstOwnPort));
            }
        }

        private static GenericKubernetesResource host(String address) {
            return YAML.unmarshal("""
                                  apiVersion: lab.netproof.dev/v1
                                  kind: ExternalHost
                                  metadata: {name: host-%s}
                                  spec: {addresses: ["%s"], listen: "8080=http, 9090=http, 5353/UDP=echo"}
                                  """.formatted(address.replaceAll("[^0-9a-f]+", "-"), address),
                    GenericKubernetesResource.class);
        }

        private void start(Pod pod) {
            pod.getMetadata().setUid(UUID.randomUUID().toString());
            try {
                List<String> addresses = wire.start(pod);
                pod.setStatus(pod.edit().editOrNewStatus().withPodIP(addresses.get(0))
                        .withPodIPs(addresses.stream().map(PodIP::new).toList()).endStatus().build().getStatus());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String script() throws IOException {
            try (InputStream in = Objects.requireNonNull(DifferentialTests.class.getResourceAsStream("prober.pl"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        List<NetworkPolicy> policies() {
            List<String> addresses = new ArrayList<>(strangers);
            pods.forEach(pod -> addresses.add(address(pod)));
            return random.policies(1 + dice.nextInt(MOST_POLICIES), addresses);
        }

        String describe() {
            return YAML.asYaml(namespaces) + YAML.asYaml(pods);
        }

        /** Of all flows asked about, those on which nothing was claimed, in percent. */
        int unclaimedPercent() {
            return 100 * unclaimed.get() / asked.get();
        }

        /** Every flow whose declared verdict is not what the wire shows. */
        List<String> differences(List<NetworkPolicy> policies) throws IOException {
            wire.sync(new ClusterState(namespaces, pods, List.of(), List.of(), policies, outside, List.of()));
            DeclaredPolicies declared = DeclaredPolicies.of(new Snapshot(namespaces, List.of(), pods, List.of(),
                    List.of(), List.of(), policies, List.of()));
            List<CompletableFuture<List<String>>> bySource = new ArrayList<>();
            for (int i = 0; i < pods.size(); i++) {
                Prober prober = probers.get(i);
                List<Flow> flows = flows(pods.get(i));
                bySource.add(CompletableFuture.supplyAsync(() -> differences(declared, prober, flows)));
            }
            return bySource.stream().flatMap(each -> each.join().stream()).toList();
        }

        private List<String> differences(DeclaredPolicies declared, Prober prober, List<Flow> flows) {
            asked.addAndGet(flows.size());
            List<String> differences = List.of();
            List<Flow> left = flows;
            // A packet may be lost on a busy machine; one that was answered by mistake is not undone by another try.
            for (int attempt = 0; attempt < 3 && !left.isEmpty(); attempt++) {
                List<String> results = prober.probe(left.stream().map(this::target).toList(),
                        mode == EnforcementMode.DROP ? 400 : 3_000);
                List<String> found = new ArrayList<>();
                List<Flow> silent = new ArrayList<>();
                for (int i = 0; i < results.size(); i++) {
                    FlowVerdict verdict = declared.judge(left.get(i));
                    assertThat(declared.decide(left.get(i))).isEqualTo(verdict.decision());
                    if (!agrees(verdict.decision(), results.get(i))) {
                        found.add(left.get(i) + " is " + results.get(i) + ", declared " + verdict);
                        if (results.get(i).equals("silent")) {
                            silent.add(left.get(i));
                        }
                    }
                }
                differences = found;
                if (silent.size() < found.size()) {
                    return found;
                }
                left = silent;
            }
            return differences;
        }

        /** Where nothing is claimed, nothing is wrong. */
        private boolean agrees(Decision decision, String result) {
            return switch (decision) {
                case ALLOWED -> result.equals("open");
                case DENIED -> result.equals(mode == EnforcementMode.DROP ? "silent" : "refused");
                case UNKNOWN -> {
                    unclaimed.incrementAndGet();
                    yield true;
                }
            };
        }

        private String address(Pod pod) {
            return pod.getStatus().getPodIPs().stream().map(PodIP::getIp)
                    .filter(address -> IpFamily.of(address) == family).findFirst().orElseThrow();
        }

        /** To everything that listens, itself included. */
        private List<Flow> flows(Pod source) {
            List<Flow> flows = new ArrayList<>();
            for (Pod target : pods) {
                for (ContainerPort port : target.getSpec().getContainers().get(0).getPorts()) {
                    flows.add(new Flow(end(source), new FlowEnd.Address(address(target)),
                            "UDP".equals(port.getProtocol()) ? Transport.UDP
                                    : Transport.TCP,
                            port.getContainerPort()));
                }
            }
            for (String address : strangers) {
                flows.add(new Flow(end(source), new FlowEnd.Address(address), Transport.TCP, 8080));
                flows.add(new Flow(end(source), new FlowEnd.Address(address), Transport.TCP, 9090));
                flows.add(new Flow(end(source), new FlowEnd.Address(address), Transport.UDP, 5353));
            }
            return flows;
        }

        private static FlowEnd end(Pod pod) {
            return new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        }

        private String target(Flow flow) {
            String address = ((FlowEnd.Address) flow.destination()).literal();
            return (flow.transport() == Transport.UDP ? "udp " : "tcp ") + address + " " + flow.port();
        }

        @Override
        public void close() throws IOException {
            probers.forEach(Prober::close);
            for (Pod pod : pods) {
                wire.stop(pod.getMetadata().getUid());
            }
        }
    }

    /** A process in a pod that tries many connections at once. */
    private static final class Prober implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private int ownPort;

        Prober(Process process, int firstOwnPort) {
            this.process = process;
            answers = process.inputReader(StandardCharsets.UTF_8);
            ownPort = firstOwnPort;
        }

        /** Each from a port of its own that was never used: an earlier connection would let it pass. */
        List<String> probe(List<String> targets, int milliseconds) {
            StringBuilder request = new StringBuilder(milliseconds + " " + targets.size() + "\n");
            for (int i = 0; i < targets.size(); i++) {
                request.append(i).append(' ').append(targets.get(i)).append(' ').append(ownPort++).append('\n');
            }
            try {
                process.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                List<String> results = new ArrayList<>();
                for (String line = answers.readLine(); !"done".equals(line); line = answers.readLine()) {
                    if (line == null) {
                        throw new IllegalStateException("the prober ended: "
                                + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
                    }
                    results.add(line.substring(line.indexOf(' ') + 1));
                }
                return results;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
