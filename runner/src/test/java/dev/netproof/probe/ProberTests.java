package dev.netproof.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.time.Window;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ProberTests {

    private final FakeCluster cluster = new FakeCluster();
    private final Prober prober = new Prober(cluster, InstantSource.fixed(FakeCluster.CREATED));

    @Test
    void runsOneExecForAllTheProbesOfAPod() {
        List<byte[]> execs = new CopyOnWriteArrayList<>();
        cluster.program = (pod, stdin) -> {
            execs.add(stdin);
            return done(said(stdin, "h 0 10.0", "r 0 0 10.0 10.1 0", "r 1 1 10.0 13.0 0", "z 0 13.0"), "");
        };

        Map<String, RawRecord> records = Records.byProbe(prober
                .round(List.of(new Batch(running("a"), List.of(handshake("p1"), handshake("p2"))))));

        assertThat(execs).hasSize(1);
        assertThat(records).containsOnlyKeys("p1", "p2");
        assertThat(records.get("p1")).satisfies(record -> assertThat(record.exitCode()).isZero());
        assertThat(records.get("p2")).satisfies(record -> assertThat(record.exitCode()).isEqualTo(1));
    }

    @Test
    void runsThePodsOfARoundAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(3);
        cluster.program = (pod, stdin) -> {
            all.countDown();
            try {
                return done("", all.await(10, TimeUnit.SECONDS) ? "together" : "one after the other");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };

        Map<String, RawRecord> records = Records.byProbe(prober.round(List.of(
                new Batch(running("a"), List.of(handshake("p1"))),
                new Batch(running("b"), List.of(handshake("p2"))),
                new Batch(running("c"), List.of(handshake("p3"))))));

        assertThat(records.values()).allSatisfy(record -> assertThat(record.stderr()).contains("together"));
    }

    @Test
    void aFailedExecFailsTheProbesOfItsPodOnly() {
        cluster.program = (pod, stdin) -> {
            if (pod.getMetadata().getName().equals("b")) {
                throw new ClusterException("Can't create pods/exec b in namespace shop: it is not there (any more).");
            }
            return done(said(stdin, "h 0 10.0", "r 0 0 10.0 10.1 0", "z 0 10.1"), "");
        };

        Map<String, RawRecord> records = Records.byProbe(prober.round(List.of(
                new Batch(running("a"), List.of(handshake("p1"))),
                new Batch(running("b"), List.of(handshake("p2"), request("p3"))))));

        assertThat(records.get("p1")).satisfies(record -> assertThat(record.exitCode()).isZero());
        assertThat(records.get("p2")).isEqualTo(RawRecord.notRun("p2", "nc",
                "Can't create pods/exec b in namespace shop: it is not there (any more).", FakeCluster.CREATED));
        assertThat(records.get("p3")).extracting(RawRecord::tool).isEqualTo("curl");
    }

    @Test
    void keepsWhatWasRecordedBeforeAnExecBrokeOff() {
        cluster.program = (pod, stdin) -> done(said(stdin, "h 0 10.0", "r 0 0 10.0 10.1 0"),
                "not finished after 13000 ms: given up");

        Map<String, RawRecord> records = Records.byProbe(prober
                .round(List.of(new Batch(running("a"), List.of(handshake("p1"), handshake("p2"))))));

        assertThat(records.get("p1")).satisfies(record -> assertThat(record.exitCode()).isZero());
        assertThat(records.get("p2")).satisfies(record -> {
            assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
            assertThat(record.stderr()).contains("not finished after 13000 ms: given up");
        });
    }

    @Test
    void believesNoOutputOfAnEarlierExec() {
        List<ExecResult> first = new CopyOnWriteArrayList<>();
        cluster.program = (pod, stdin) -> {
            first.add(done(said(stdin, "h 0 10.0", "r 0 1 10.0 13.0 0", "z 0 13.0"), ""));
            return first.getFirst();
        };
        List<Batch> batches = List.of(new Batch(running("a"), List.of(handshake("p1"))));

        assertThat(prober.round(batches).records().getFirst().exitCode()).isEqualTo(1);
        assertThat(prober.round(batches).records().getFirst()).satisfies(record -> {
            assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
            assertThat(record.stderr()).contains("the output of another exec");
        });
    }

    @Test
    void tellsWhenEachPodAcceptedConnectionsThatKnows() {
        cluster.program = (pod, stdin) -> done(switch (pod.getMetadata().getName()) {
            case "a" -> said(stdin, "h 0 10.0", "p 0 7 10.0 10.0", "r 0 0 10.0 10.1 0", "p 0 9 10.0 10.1",
                    "z 0 10.1");
            case "b" -> said(stdin, "h 0 10.0", "p 0 7 10.0 10.0", "r 0 0 10.0 10.1 0", "z 0 10.1");
            default -> said(stdin, "h 0 10.0", "r 0 0 10.0 10.1 0", "z 0 10.1");
        }, "");

        Round round = prober.round(List.of(
                new Batch(running("a"), List.of(handshake("p1"))),
                new Batch(running("b"), List.of(handshake("p2"))),
                new Batch(running("c"), List.of(handshake("p3")))));

        Window whole = new Window(Duration.ZERO, Duration.ofMillis(100));
        assertThat(round.visits()).isEqualTo(Map.of("a", List.of(whole), "b", List.of()));
        assertThat(round.spans()).isEqualTo(Map.of("p1", whole, "p2", whole, "p3", whole));
    }

    @Test
    void letsOnlyTheExecsWaitThatAreToldTo() {
        Map<String, String> waits = new ConcurrentHashMap<>();
        cluster.program = (pod, stdin) -> {
            waits.put(pod.getMetadata().getName(), arguments(stdin).get(3));
            return done("", "");
        };

        prober.round(List.of(new Batch(running("a"), List.of(handshake("p1")), true),
                new Batch(running("b"), List.of(handshake("p2")))));

        assertThat(waits).isEqualTo(Map.of("a", "2", "b", "0"));
    }

    @Test
    void aPodThatWasNotToBeHadFailsItsProbesWithTheReason() {
        Launch.Failed failed = new Launch.Failed(plan("a"),
                new ProbePod("shop", "a", null, null, null, Map.of()), "ImagePullBackOff: no such image");

        assertThat(prober.round(List.of(new Batch(failed, List.of(handshake("p1"))))).records().getFirst())
                .isEqualTo(RawRecord.notRun("p1", "nc", "there is no probe pod: ImagePullBackOff: no such image",
                        FakeCluster.CREATED));
    }

    @Test
    void runsNothingForAPodWithoutProbes() {
        assertThat(prober.round(List.of(new Batch(running("a"), List.of()))).records()).isEmpty();
    }

    @Test
    void refusesTwoProbesOfOneId() {
        cluster.program = (pod, stdin) -> done("", "");

        assertThatIllegalArgumentException().isThrownBy(() -> prober.round(List.of(
                new Batch(running("a"), List.of(handshake("p1"))),
                new Batch(running("b"), List.of(handshake("p1"))))));
    }

    /** Lines as the driver prints them for the job that it was handed. */
    private static String said(byte[] stdin, String... lines) {
        String nonce = arguments(stdin).getFirst();
        return Stream.of(lines).map(line -> nonce + " " + line + "\n").collect(Collectors.joining());
    }

    private static List<String> arguments(byte[] stdin) {
        List<String> fields = List.of(new String(stdin, US_ASCII).split("\u001e", -1));
        return fields.subList(1, fields.size());
    }

    private static ExecResult done(String stdout, String failure) {
        return new ExecResult(stdout, "", failure.isEmpty() ? Integer.valueOf(0) : null, failure,
                FakeCluster.CREATED, FakeCluster.CREATED.plusSeconds(3));
    }

    private static Launch.Running running(String name) {
        return new Launch.Running(plan(name), new PodBuilder().withNewMetadata().withNamespace("shop").withName(name)
                .endMetadata().withStatus(FakeCluster.running()).build(), ProbePodSpec.CONTAINER);
    }

    private static ProbePodPlan plan(String key) {
        return new ProbePodPlan(key, "shop", Map.of("app", key), null, List.of(), null);
    }

    private static Probe handshake(String id) {
        return probe(id, new Ask.Handshake());
    }

    private static Probe request(String id) {
        return probe(id, new Ask.Request(false, "GET", "/", Set.of()));
    }

    private static Probe probe(String id, Ask ask) {
        return new Probe(id, ask,
                new Endpoint(Endpoint.Kind.POD, new Place.Pod("shop", "x"), "10.0.0.9", 8080, Protocol.TCP, null,
                        null),
                "10.0.0.9", null, Duration.ofSeconds(3));
    }
}
