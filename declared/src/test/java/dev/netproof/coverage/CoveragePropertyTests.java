package dev.netproof.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.netproof.evidence.Declared.Decision;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.PolicyMutant.Result;
import dev.netproof.evidence.SuggestedEdge;
import dev.netproof.matrix.Edge;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Path;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.Planner;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.Transport;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What coverage says is what comes of really making the mistake and planning anew, whatever the cluster.
 *
 * <p>Each run draws other clusters; {@code -Dnetproof.coverage.seed=N} repeats a run.
 */
class CoveragePropertyTests {

    private static final long SEED = Long.getLong("netproof.coverage.seed", new Random().nextInt(1_000_000));
    private static final int CLUSTERS = Integer.getInteger("netproof.coverage.clusters", 15);
    private static final List<Integer> PORTS = List.of(1, 5353, 7000, 8000, 8080, 8081, 9090, 10_500, 60_000);

    /** Of clusters where a workload's selector meets pods that policies tell from its own, which once hid mistakes. */
    private static final List<Long> OVERLAPPING = List.of(7L, 309L, 239_501L);

    static LongStream seeds() {
        return LongStream.concat(OVERLAPPING.stream().mapToLong(Long::longValue),
                LongStream.range(SEED, SEED + CLUSTERS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noticesWhatAPlanMadeAnewWouldShow(long seed, TestReporter reporter) {
        reporter.publishEntry("netproof.coverage.seed", Long.toString(seed));
        RandomAgreement agreement = new RandomAgreement(seed, 4);
        Snapshot snapshot = agreement.staging().planned();
        List<PlannedEdge> before = RandomAgreement.plan(snapshot, agreement.matrix());
        PolicyCoverage coverage = measure(snapshot, snapshot, agreement);

        for (Mutant mutant : mutants(snapshot)) {
            List<PlannedEdge> after = RandomAgreement.plan(mutated(snapshot, mutant), agreement.matrix());
            List<String> red = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                if (turnsRed(before.get(i), after.get(i))) {
                    red.add("chance/" + before.get(i).edge().id());
                }
            }
            assertThat(of(coverage, mutant).noticedBy()).as("seed %d: %s", seed, mutant.id()).isEqualTo(red);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsSuggestedNotices(long seed) {
        RandomAgreement agreement = new RandomAgreement(seed, 4);
        Snapshot snapshot = agreement.staging().planned();
        PolicyCoverage coverage = measure(snapshot, snapshot, agreement);

        for (Mutant mutant : mutants(snapshot)) {
            SuggestedEdge suggested = of(coverage, mutant).suggestion();
            if (suggested != null) {
                var matrix = agreement.matrixAnd(suggested.yaml());
                PlannedEdge before = last(RandomAgreement.plan(snapshot, matrix));
                PlannedEdge after = last(RandomAgreement.plan(mutated(snapshot, mutant), matrix));
                assertThat(before.edge().id()).startsWith("notices-");
                assertThat(turnsRed(before, after)).as("seed %d: %s%n%s", seed, mutant.id(), suggested.yaml()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingComesOutDifferentlyOfWhatIsCalledEquivalent(long seed) {
        RandomAgreement agreement = new RandomAgreement(seed, 1);
        Snapshot snapshot = agreement.staging().planned();
        PolicyCoverage coverage = measure(snapshot, snapshot, agreement);
        if (coverage.leftOut().stream().anyMatch(line -> line.endsWith("do not declare what it expects"))) {
            // Nothing is suggested that contradicts an edge, so a difference may be left that only such edges show.
            return;
        }
        Snapshot probing = snapshot.with(snapshot.pods().stream().map(CoveragePropertyTests::twin).toList());
        DeclaredPolicies before = DeclaredPolicies.of(probing);

        for (Mutant mutant : mutants(snapshot)) {
            if (of(coverage, mutant).result() == Result.EQUIVALENT) {
                DeclaredPolicies after = DeclaredPolicies.of(mutated(probing, mutant));
                assertThat(flows(snapshot).filter(flow -> before.decide(flow) != after.decide(flow)))
                        .as("seed %d: %s", seed, mutant.id()).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void suggestionsHoldForManifestsWithoutAddresses(long seed) {
        RandomAgreement agreement = new RandomAgreement(seed, 4);
        PolicyCoverage coverage = measure(agreement.staging().planned(), agreement.staging().real(), agreement);

        for (PolicyMutant mutant : coverage.mutants()) {
            if (mutant.suggestion() != null) {
                assertThat(agreement.matrixAnd(mutant.suggestion().yaml()).edges())
                        .hasSize(agreement.matrix().edges().size() + 1);
            }
        }
    }

    private static Stream<Flow> flows(Snapshot snapshot) {
        return snapshot.pods().stream().flatMap(source -> snapshot.pods().stream()
                .flatMap(target -> Stream.of(Transport.TCP, Transport.UDP).flatMap(transport -> PORTS.stream()
                        .map(port -> new Flow(end(twin(source)), end(target), transport, port)))));
    }

    private static FlowEnd end(Pod pod) {
        return new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    /** A pod of the same identity without an address, as a probe pod is. */
    private static Pod twin(Pod pod) {
        return pod.edit().editMetadata().withName("twin-" + pod.getMetadata().getName()).endMetadata()
                .withStatus(null).build();
    }

    private static PolicyCoverage measure(Snapshot planned, Snapshot real, RandomAgreement agreement) {
        var plan = new Planner(planned, Map.of()).plan(List.of(agreement.matrix()));
        return new CoverageMeter(planned, real, plan, Edge::expected).measure();
    }

    private static List<Mutant> mutants(Snapshot snapshot) {
        return new Mutants(snapshot, DeclaredPolicies.of(snapshot)).all();
    }

    private static PolicyMutant of(PolicyCoverage coverage, Mutant mutant) {
        return coverage.mutants().stream().filter(candidate -> candidate.id().equals(mutant.id())).findFirst()
                .orElseThrow();
    }

    private static Snapshot mutated(Snapshot snapshot, Mutant mutant) {
        List<NetworkPolicy> policies = new ArrayList<>(snapshot.networkPolicies());
        switch (mutant.change()) {
            case Mutant.Change.Removed removed -> policies.removeIf(policy -> is(policy,
                    removed.policy().namespace(), removed.policy().name()));
            case Mutant.Change.RuleRemoved removed -> throw new IllegalArgumentException(removed.toString());
            case Mutant.Change.Replaced replaced -> policies.replaceAll(policy -> is(policy,
                    replaced.policy().getMetadata().getNamespace(), replaced.policy().getMetadata().getName())
                            ? replaced.policy()
                            : policy);
        }
        return new Snapshot(snapshot.namespaces(), snapshot.workloads(), snapshot.pods(), snapshot.services(),
                snapshot.endpointSlices(), snapshot.nodes(), policies, snapshot.otherPolicies());
    }

    private static boolean is(NetworkPolicy policy, String namespace, String name) {
        return policy.getMetadata().getNamespace().equals(namespace) && policy.getMetadata().getName().equals(name);
    }

    private static boolean turnsRed(PlannedEdge before, PlannedEdge after) {
        if (!(before instanceof Probed green) || !(after instanceof Probed red)) {
            return false;
        }
        boolean deny = green.edge().expected() == Expectation.DENY;
        Decision wanted = deny ? Decision.DENIED : Decision.ALLOWED;
        Decision unwanted = deny ? Decision.ALLOWED : Decision.DENIED;
        return decisions(green).stream().allMatch(wanted::equals) && decisions(red).contains(unwanted);
    }

    private static List<Decision> decisions(Probed edge) {
        return edge.paths().stream().filter(path -> path.probe().endpoint().kind() != Endpoint.Kind.SERVICE)
                .map(Path::declared).map(declared -> Objects.requireNonNull(declared).decision()).toList();
    }

    private static PlannedEdge last(List<PlannedEdge> edges) {
        return edges.get(edges.size() - 1);
    }
}
