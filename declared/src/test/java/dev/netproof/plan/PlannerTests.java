package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Via;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.plan.PlannedEdge.Readiness;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTests {

    private static final Destination INTERNET = new Destination("internet", new Target.Host("example.org"));

    /** Each plan of these tests is planned a second time, edge by edge. */
    private static Plan plan(Snapshots snapshots, Edges... edges) {
        Planner planner = new Planner(snapshots.snapshot(), Map.of());
        List<ConnectivityMatrix> matrices = List.of(Edges.matrix(edges), Edges.matrix(edges));
        Plan whole = planner.plan(matrices);
        Outline outline = planner.outline(matrices);
        assertThat(outline.pods()).isEqualTo(whole.pods());
        assertThat(outline.sourceControls()).isEqualTo(whole.sourceControls());
        assertThat(outline.hosts()).isEqualTo(whole.hosts());
        assertThat(outline.remarks()).isEqualTo(whole.remarks());
        assertThat(outline.mistakes()).hasSameElementsAs(whole.edges().stream().filter(Mistaken.class::isInstance)
                .map(Mistaken.class::cast).toList());
        assertThat(IntStream.range(0, outline.edges().size())
                .mapToObj(index -> outline.edges().range(index, index + 1).get(0)))
                .as("one at a time").isEqualTo(whole.edges());
        assertThat(outline.edges().range(0, outline.edges().size())).as("at once").isEqualTo(whole.edges());
        assertThat(outline.routes().range(0, outline.routes().size())).extracting(PlannedEdge::key)
                .isEqualTo(whole.edges().stream().map(PlannedEdge::key).toList());
        return planner.plan(matrices.subList(0, 1));
    }

    private static List<String> tuples(PlannedEdge edge) {
        return ((Probed) edge).paths().stream().map(path -> path.probe().endpoint().tuple()).toList();
    }

    @Nested
    class WhatIsDeclared {

        private final Snapshot shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0).snapshot();

        private Declared declared(Snapshot snapshot, Edges edge) {
            Plan plan = new Planner(snapshot, Map.of()).plan(List.of(Edges.matrix(edge)));
            return ((Probed) plan.edges().get(0)).paths().get(0).declared();
        }

        private Snapshot denied() {
            NetworkPolicy policy = new KubernetesSerialization()
                    .unmarshal("""
                               apiVersion: networking.k8s.io/v1
                               kind: NetworkPolicy
                               metadata: {namespace: payments, name: api}
                               spec: {podSelector: {}, ingress: [{ports: [{port: 9090}]}]}
                               """, NetworkPolicy.class);
            return new Snapshot(shop.namespaces(), shop.workloads(), shop.pods(), shop.services(),
                    shop.endpointSlices(), shop.nodes(), List.of(policy), List.of());
        }

        @Test
        void namesWhatCameNearestToAllowingWhatIsAgreed() {
            assertThat(declared(denied(), Edges.allow("a", Edges.CHECKOUT)).nearest()).singleElement()
                    .satisfies(nearest -> {
                        assertThat(nearest.side())
                                .isEqualTo(new Side(Direction.INGRESS, new Place.Pod("payments", "payments-api-0")));
                        assertThat(Wording.ENGLISH.nearest(nearest))
                                .isEqualTo("NetworkPolicy payments/api ingress[0], but port is TCP "
                                        + "8080, the rule wants TCP 9090");
                        assertThat(nearest.suggestion()).contains("matchLabels: {app: 'checkout-api'}");
                    });
        }

        @Test
        void namesNothingOfTheKindForWhatMustBeDenied() {
            assertThat(declared(denied(), Edges.deny("d", Edges.CHECKOUT)))
                    .satisfies(declared -> assertThat(declared.decision()).isEqualTo(Declared.Decision.DENIED))
                    .satisfies(declared -> assertThat(declared.nearest()).isEmpty());
        }

        /** As in a cluster where a range of IPv4 alone lets packets out. */
        @Test
        void isSaidOfEachAddressOfAServiceByItsFamily() {
            Service service = new ServiceBuilder(shop.services().get(0)).editSpec()
                    .withClusterIPs(shop.services().get(0).getSpec().getClusterIP(), "fd00:10:96::1")
                    .endSpec().build();
            EndpointSlice slice = shop.endpointSlices().get(0);
            EndpointSlice second = new EndpointSliceBuilder(slice).editMetadata().withName("ipv6").endMetadata()
                    .withAddressType("IPv6").editEndpoint(0).withAddresses("fd00:10:244::5").endEndpoint().build();
            NetworkPolicy policy = new KubernetesSerialization()
                    .unmarshal("""
                               apiVersion: networking.k8s.io/v1
                               kind: NetworkPolicy
                               metadata: {namespace: shop, name: out}
                               spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
                               """, NetworkPolicy.class);
            Snapshot snapshot = new Snapshot(shop.namespaces(), shop.workloads(), shop.pods(), List.of(service),
                    List.of(slice, second), shop.nodes(), List.of(policy), List.of());

            Plan plan = new Planner(snapshot, Map.of()).plan(List.of(Edges.matrix(Edges.allow("a", Edges.CHECKOUT))));

            assertThat(((Probed) plan.edges().get(0)).paths()).extracting(PlannedEdge.Path::declared)
                    .hasSize(4)
                    .allSatisfy(declared -> assertThat(declared.decision())
                            .isEqualTo(declared.subject().address().contains(":")
                                    ? Declared.Decision.DENIED
                                    : Declared.Decision.ALLOWED));
        }

        @Test
        void isNotKnownWherePoliciesWereNotRead() {
            Snapshot unread = new Snapshot(shop.namespaces(), shop.workloads(), shop.pods(), shop.services(),
                    shop.endpointSlices(), shop.nodes(), List.of(), List.of(), "no right to read them");

            assertThat(declared(unread, Edges.allow("a", Edges.CHECKOUT)))
                    .satisfies(declared -> assertThat(declared.decision()).isEqualTo(Declared.Decision.UNKNOWN))
                    .satisfies(declared -> assertThat(declared.remarks()).containsExactly("no right to read them"));
        }
    }

    @Test
    void whatIsDeclaredOfALaunchedPodGoesByItsAddress() {
        Snapshot shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0)
                .probePod("shop", "checkout-api").snapshot();
        NetworkPolicy byAddress = new NetworkPolicyBuilder().withNewMetadata().withNamespace("payments").withName("a")
                .endMetadata().withNewSpec().withNewPodSelector().endPodSelector().withPolicyTypes("Ingress")
                .addNewIngress().addNewFrom().withNewIpBlock().withCidr("10.244.0.99/32").endIpBlock().endFrom()
                .endIngress()
                .endSpec().build();
        Snapshot snapshot = new Snapshot(shop.namespaces(), shop.workloads(), shop.pods(), shop.services(),
                shop.endpointSlices(), shop.nodes(), List.of(byAddress), List.of());
        List<ConnectivityMatrix> matrices = List.of(Edges.matrix(Edges.allow("a", Edges.CHECKOUT)));
        ProbePodPlan pod = new Planner(snapshot, Map.of()).plan(matrices).pods().get(0);
        LaunchFacts launched = new LaunchFacts(Map.of(), Map.of(pod.key(),
                new ProbePod("shop", "netproof-x", "uid-netproof-x", "10.244.0.99", "node-1", pod.labels())), Map.of());

        Plan plan = new Planner(snapshot, Surroundings.NONE, launched, EphemeralUse.NONE).plan(matrices);

        assertThat(((Probed) plan.edges().get(0)).paths())
                .allMatch(path -> path.declared().decision() == Declared.Decision.ALLOWED);
    }

    @Nested
    class Sources {

        @Test
        void shareOnePodWhenTheirIdentityIsTheSame() {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, true, 0),
                    Edges.allow("a", Edges.CHECKOUT), Edges.deny("b", Edges.CHECKOUT).over(Edges.tcp(8080)),
                    Edges.deny("c", Edges.STRANGER));

            assertThat(plan.pods()).extracting(ProbePodPlan::namespace).containsExactly("shop", "payments");
            assertThat(plan.edges()).extracting(edge -> ((Probed) edge).pod())
                    .containsExactly(plan.pods().get(0).key(), plan.pods().get(0).key(), plan.pods().get(1).key());
        }

        @Test
        void takeTheIdentityOfALiveWorkload() {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, true, 0),
                    Edges.allow("a", Edges.CHECKOUT));

            ProbePodPlan pod = plan.pods().get(0);
            assertThat(pod.labels()).isEqualTo(Map.of("app", "checkout-api"));
            assertThat(pod.serviceAccount()).isEqualTo("checkout-api");
            assertThat(pod.key()).matches("checkout-[0-9a-f]{8}");
        }

        @Test
        void mustExist() {
            Plan plan = plan(new Snapshots(), Edges.allow("a", Edges.CHECKOUT));

            assertThat(plan.edges().get(0)).isInstanceOfSatisfying(Obstructed.class,
                    edge -> assertThat(edge.reason()).isEqualTo("namespace shop of source checkout does not exist"));
            assertThat(plan.pods()).isEmpty();
        }

        @Test
        void goToTheNodesWhereTheirWorkloadMayRun() {
            Toleration edge = new TolerationBuilder().withKey("edge").withOperator("Exists").build();
            Source robot = new Source("robot", new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "robot"));

            Plan plan = plan(Snapshots.shop().placed("shop", "robot", Map.of("pool", "edge"), edge)
                    .replica("payments", "payments-api", 0, true, 0), Edges.allow("a", robot));

            assertThat(plan.pods().get(0).placement())
                    .isEqualTo(new Placement(null, Map.of("pool", "edge"), List.of(edge)));
        }

        @Test
        void goAnywhereOnLinuxWhereTheirWorkloadRunsOnWindows() {
            Source robot = new Source("robot", new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "robot"));

            Plan plan = plan(Snapshots.shop()
                    .placed("shop", "robot", Map.of("pool", "win", "kubernetes.io/os", "windows"))
                    .replica("payments", "payments-api", 0, true, 0), Edges.allow("a", robot));

            assertThat(plan.pods().get(0).placement()).isEqualTo(Placement.ANYWHERE);
        }

        @Test
        void eachHaveANegativeControl() {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, true, 0),
                    Edges.allow("a", Edges.CHECKOUT));

            assertThat(plan.sourceControls()).filteredOn(c -> c.kind() == SourceControl.Kind.NEGATIVE)
                    .singleElement()
                    .satisfies(c -> assertThat(c.probe().endpoint().tuple()).isEqualTo("192.0.2.1:9/TCP"));
        }

        @Test
        void areProvenToHaveANetworkByTheClustersDnsAndApi() {
            Plan plan = plan(
                    Snapshots.shop()
                            .service("kube-system", "kube-dns", "10.96.0.10", 53, "dns-tcp")
                            .service("default", "kubernetes", "10.96.0.1", 443, "https")
                            .replica("payments", "payments-api", 0, true, 0),
                    Edges.allow("a", Edges.CHECKOUT));

            assertThat(plan.sourceControls()).filteredOn(c -> c.kind() == SourceControl.Kind.REACHES)
                    .extracting(c -> c.probe().endpoint().tuple())
                    .containsExactly("10.96.0.10:53/TCP", "10.96.0.1:443/TCP");
        }
    }

    @Nested
    class Services {

        @Test
        void areProbedByTheirAddressAndByEachEndpoint() {
            Plan plan = plan(Snapshots.shop()
                    .replica("payments", "payments-api", 0, true, 0)
                    .replica("payments", "payments-api", 1, false, 0), Edges.allow("a", Edges.CHECKOUT));

            assertThat(tuples(plan.edges().get(0))).containsExactly("10.96.0.20:8080/TCP", "10.244.0.10:8080/TCP",
                    "10.244.0.11:8080/TCP");
            assertThat(((Probed) plan.edges().get(0)).paths()).extracting(PlannedEdge.Path::serving)
                    .containsExactly(true, true, false);
        }

        @Test
        void withoutEndpointsStillHaveTheirAddress() {
            assertThat(tuples(plan(Snapshots.shop(), Edges.allow("a", Edges.CHECKOUT)).edges().get(0)))
                    .containsExactly("10.96.0.20:8080/TCP");
        }

        @Test
        void findTheirPortByName() {
            Plan plan = plan(Snapshots.shop(),
                    Edges.allow("a", Edges.CHECKOUT).over(new Port.Named("http", Protocol.TCP)));

            assertThat(tuples(plan.edges().get(0))).containsExactly("10.96.0.20:8080/TCP");
        }

        @Test
        void withoutThatPortAreAMistakeInTheMatrix() {
            Plan plan = plan(Snapshots.shop(), Edges.allow("a", Edges.CHECKOUT).over(Edges.tcp(9999)));

            assertThat(plan.edges().get(0)).isInstanceOfSatisfying(Mistaken.class,
                    edge -> assertThat(edge.reason()).isEqualTo(
                            "service payments/payments-api has no port 9999/TCP; it has 8080/TCP (http)"));
        }

        @Test
        void thatDoNotExistObstructTheEdgeAlone() {
            Destination gone = new Destination("gone", new Target.OfService("payments", "gone"));
            Plan plan = plan(Snapshots.shop(), Edges.allow("a", Edges.CHECKOUT).to(gone),
                    Edges.allow("b", Edges.CHECKOUT));

            assertThat(plan.edges().get(0)).isInstanceOf(Obstructed.class);
            assertThat(plan.edges().get(1)).isInstanceOf(Probed.class);
        }

        @Test
        void neverCountAProbePodAsEndpoint() {
            Destination workload = new Destination("payments",
                    new Target.OfWorkload("payments", WorkloadKind.DEPLOYMENT, "payments-api"));
            Plan plan = plan(Snapshots.shop()
                    .replica("payments", "payments-api", 0, true, 0)
                    .probePod("payments", "payments-api"), Edges.allow("a", Edges.CHECKOUT).to(workload));

            assertThat(tuples(plan.edges().get(0))).containsExactly("10.244.0.10:8080/TCP");
        }
    }

    @Nested
    class ImpliedEdgesOfOtherwise {

        @Test
        void giveWayToAWrittenEdgeOverTheSameConnection() {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, true, 0),
                    Edges.allow("written", Edges.CHECKOUT).over(new Port.Named("http", Protocol.TCP)),
                    Edges.deny("otherwise.checkout.payments.8080-tcp", Edges.CHECKOUT),
                    Edges.deny("otherwise.stranger.payments.8080-tcp", Edges.STRANGER));

            assertThat(plan.edges()).extracting(edge -> edge.edge().id())
                    .containsExactly("written", "otherwise.stranger.payments.8080-tcp");
        }

        @Test
        void areNoMistakeOverAPortTheServiceDoesNotHave() {
            Plan plan = plan(Snapshots.shop(),
                    Edges.deny("otherwise.checkout.payments.9999-tcp", Edges.CHECKOUT).over(Edges.tcp(9999)));

            assertThat(plan.edges()).isEmpty();
        }
    }

    @Nested
    class ReadinessOfEndpoints {

        @ParameterizedTest(name = "ready {0}, readiness probe on port {1}: {2}")
        @CsvSource({"true, 8080, PROVED", "false, 8080, NOT_READY", "true, 9090, ABSENT", "true, 0, ABSENT"})
        void isProvedByTheKubeletsProbeOfThatVeryPort(boolean ready, int port, Readiness expected) {
            Plan plan = plan(Snapshots.shop().replica("payments", "payments-api", 0, ready, port),
                    Edges.deny("a", Edges.STRANGER));

            assertThat(((Probed) plan.edges().get(0)).paths().get(1).readiness()).isEqualTo(expected);
        }
    }

    @Nested
    class HostsOutside {

        @Test
        void areNamedUntilTheyAreResolved() {
            Plan plan = plan(Snapshots.shop(), Edges.deny("a", Edges.STRANGER).to(INTERNET).over(Edges.tcp(443)));

            assertThat(plan.hosts()).containsExactly("example.org");
            assertThat(plan.pods()).as("its pod is launched all the same").hasSize(1);
        }

        @Test
        void areProbedAtEachResolvedAddress() {
            Plan plan = new Planner(Snapshots.shop().snapshot(),
                    Map.of("example.org", List.of("203.0.113.10", "203.0.113.11"))).plan(
                            List.of(
                                    Edges.matrix(Edges.deny("a", Edges.STRANGER).to(INTERNET).over(Edges.tcp(443)))));

            assertThat(tuples(plan.edges().get(0))).containsExactly("203.0.113.10:443/TCP", "203.0.113.11:443/TCP");
            assertThat(plan.hosts()).isEmpty();
        }

        @Test
        void areNamedToAProxyWhichResolvesThemItself() {
            Plan plan = plan(Snapshots.shop().service("payments", "proxy", "10.96.0.30", 3128, "proxy"),
                    Edges.allow("a", Edges.STRANGER)
                            .to(INTERNET)
                            .over(Edges.tcp(443))
                            .through(new Via(new Destination("proxy", new Target.OfService("payments", "proxy")),
                                    Edges.tcp(3128))));

            assertThat(plan.hosts()).isEmpty();
            Probe probe = ((Probed) plan.edges().get(0)).paths().get(0).probe();
            assertThat(probe.endpoint().address()).isEqualTo("example.org");
            assertThat(probe.proxy()).extracting(Endpoint::tuple).isEqualTo("10.96.0.30:3128/TCP");
        }
    }

    @ParameterizedTest(name = "{0} {1} named \"{2}\", appProtocol \"{3}\" is asked by {4}")
    @CsvSource({
            "TCP, 8080, http,       ,     HTTP",
            "TCP, 8080, http-admin, ,     HTTP",
            "TCP, 8443, https,      ,     HTTPS",
            "TCP, 8080, web,        http, HTTP",
            "TCP, 8080, http,       tcp,  TCP",
            "TCP, 5432, postgres,   ,     TCP",
            "TCP, 8080, httpx,      ,     TCP",
            "TCP, 80,   ,           ,     TCP",
            "UDP, 53,   ,           ,     DNS",
            "UDP, 5353, dns,        ,     DNS",
            "UDP, 514,  syslog,     ,     UDP",
    })
    void choosesWhatToAskByThePort(Protocol protocol, int number, String name, String appProtocol, ProbeKind expected) {
        assertThat(AskByPort.choose(protocol, number, name, appProtocol).kind()).isEqualTo(expected);
    }

    @Test
    void isTheSameTwice() {
        Snapshots snapshots = Snapshots.shop().replica("payments", "payments-api", 0, true, 0);

        assertThat(plan(snapshots, Edges.allow("a", Edges.CHECKOUT)))
                .isEqualTo(plan(snapshots, Edges.allow("a", Edges.CHECKOUT)));
    }
}
