package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.matrix.AddressFamily;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.NodeRule;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Vantage;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.plan.PlannedEdge.Probed;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The target has two replicas on node-1 and one on node-2; node-3 is empty. */
class VantageTests {

    private static final Destination PODS = new Destination("payments",
            new Target.OfWorkload("payments", WorkloadKind.DEPLOYMENT, "payments-api"));

    private final List<Node> nodes = new ArrayList<>(List.of(node("node-1"), node("node-2"), node("node-3")));

    private static Node node(String name) {
        return new NodeBuilder().withNewMetadata().withName(name).endMetadata().withNewSpec().endSpec().build();
    }

    private Plan plan(Edges edges, Vantage vantage) {
        Snapshot shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0)
                .replica("payments", "payments-api", 1, true, 0)
                .replica("payments", "payments-api", 2, true, 0).snapshot();
        List<Pod> pods = shop.pods().stream().map(pod -> {
            boolean last = pod.getMetadata().getName().endsWith("2");
            return new PodBuilder(pod).editSpec().withNodeName(last ? "node-2" : "node-1").endSpec()
                    .editStatus()
                    .withPodIPs(new PodIP(pod.getStatus().getPodIP()), new PodIP(last ? "fd00::2" : "fd00::1"))
                    .endStatus().build();
        }).toList();
        Edge edge = edges.edge();
        Edge narrowed = new Edge(edge.id(), edge.position(), edge.source(), edge.destination(), edge.port(),
                edge.expected(), edge.otherwise(), edge.ask(), edge.timeout(), edge.convergence(), edge.mode(),
                edge.severity(), edge.tags(), edge.governance(), edge.via(), edge.needsControl(), vantage);
        return new Planner(new Snapshot(shop.namespaces(), shop.workloads(), pods, shop.services(),
                shop.endpointSlices(), nodes), Map.of())
                .plan(List.of(new ConnectivityMatrix("payments", "payments.yaml", "0".repeat(64), List.of(narrowed))));
    }

    private Plan from(NodeRule rule) {
        return plan(Edges.allow("a", Edges.CHECKOUT).to(PODS), new Vantage(Set.of(), rule));
    }

    private static List<String> addresses(Plan plan) {
        return ((Probed) plan.edges().get(0)).paths().stream().map(path -> path.probe().endpoint().address()).toList();
    }

    private static @Nullable String start(Plan plan) {
        return plan.pods().get(0).node();
    }

    private static String reason(Plan plan) {
        return ((Obstructed) plan.edges().get(0)).reason();
    }

    @Nested
    class FromANode {

        @Test
        void theSameIsThatOfMostReplicasAndTriesThose() {
            Plan plan = from(new NodeRule.Same());

            assertThat(start(plan)).isEqualTo("node-1");
            assertThat(addresses(plan)).containsExactly("10.244.0.10", "fd00::1", "10.244.0.11", "fd00::1");
        }

        @Test
        void anotherIsOneWithoutReplicasAndTriesAll() {
            Plan plan = from(new NodeRule.Other());

            assertThat(start(plan)).isEqualTo("node-3");
            assertThat(addresses(plan)).hasSize(6);
        }

        @Test
        void anotherIsOneWithFewReplicasWhereNoneIsWithoutAndTriesThoseElsewhere() {
            nodes.remove(2);

            Plan plan = from(new NodeRule.Other());

            assertThat(start(plan)).isEqualTo("node-2");
            assertThat(addresses(plan)).containsExactly("10.244.0.10", "fd00::1", "10.244.0.11", "fd00::1");
        }

        @Test
        void thatTakesNoProbePodIsNoOther() {
            nodes.get(2).getSpec().setUnschedulable(true);

            assertThat(start(from(new NodeRule.Other()))).isEqualTo("node-2");
        }

        @Test
        void thatHasANameTriesAll() {
            Plan plan = from(new NodeRule.Named("node-2"));

            assertThat(start(plan)).isEqualTo("node-2");
            assertThat(addresses(plan)).hasSize(6);
        }

        @Test
        void mustBeThere() {
            assertThat(reason(from(new NodeRule.Named("node-9")))).isEqualTo("there is no node node-9");
        }

        @Test
        void isNotKnownWithoutTheRightToListNodes() {
            nodes.clear();

            assertThat(reason(from(new NodeRule.Other()))).isEqualTo(
                    "nodes may not be listed, so no other than the target's is known");
            assertThat(start(from(new NodeRule.Same()))).isEqualTo("node-1");
            assertThat(start(from(new NodeRule.Named("node-9")))).isEqualTo("node-9");
        }

        @Test
        void leavesOutTheServicesOwnAddress() {
            Plan same = plan(Edges.allow("a", Edges.CHECKOUT), new Vantage(Set.of(), new NodeRule.Same()));

            assertThat(addresses(same)).contains("10.244.0.10").doesNotContain("10.96.0.20");
        }

        @Test
        void isAnotherPodThanFromAnywhere() {
            assertThat(from(new NodeRule.Same()).pods().get(0).key())
                    .isNotEqualTo(plan(Edges.allow("a", Edges.CHECKOUT), Vantage.ANY).pods().get(0).key());
        }
    }

    @Nested
    class OfAFamily {

        private Plan of(AddressFamily... families) {
            return plan(Edges.allow("a", Edges.CHECKOUT).to(PODS), new Vantage(Set.of(families), null));
        }

        @Test
        void aloneAddressesAreTried() {
            assertThat(addresses(of(AddressFamily.IPV4))).containsExactly("10.244.0.10", "10.244.0.11", "10.244.0.12");
            assertThat(addresses(of(AddressFamily.IPV6))).containsExactly("fd00::1", "fd00::1", "fd00::2");
        }

        @Test
        void bothAreTried() {
            assertThat(addresses(of(AddressFamily.IPV4, AddressFamily.IPV6))).hasSize(6);
        }

        @Test
        void theTargetMustHaveAnAddress() {
            Destination literal = new Destination("literal", new Target.Address("203.0.113.9"));

            assertThat(reason(plan(Edges.allow("a", Edges.CHECKOUT).to(literal),
                    new Vantage(Set.of(AddressFamily.IPV4, AddressFamily.IPV6), null))))
                    .isEqualTo("the target has no IPv6 address");
        }
    }
}
