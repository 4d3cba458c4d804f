package dev.netproof.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Via;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.PlannedEdge.Obstructed;
import dev.netproof.testkit.Edges;
import dev.netproof.testkit.Snapshots;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What keeps an edge from being tried, and what the reader is told about it. */
class ObstaclesTests {

    private static final Port HTTP = new Port.Named("http", Protocol.TCP);
    private static final Destination INTERNET = new Destination("internet", new Target.Host("example.org"));
    private static final Destination LITERAL = new Destination("literal", new Target.Address("203.0.113.9"));
    private static final Destination PODS = new Destination("payments",
            new Target.OfWorkload("payments", WorkloadKind.DEPLOYMENT, "payments-api"));
    private static final Destination GONE = new Destination("gone", new Target.OfService("payments", "gone"));

    private static PlannedEdge planned(Snapshots snapshots, Edges edge) {
        return new Planner(snapshots.snapshot(), Map.of()).plan(List.of(Edges.matrix(edge))).edges().get(0);
    }

    private static String obstacle(Snapshots snapshots, Edges edge) {
        return ((Obstructed) planned(snapshots, edge)).reason();
    }

    private static String mistake(Snapshots snapshots, Edges edge) {
        return ((Mistaken) planned(snapshots, edge)).reason();
    }

    private static Edges edge() {
        return Edges.allow("a", Edges.CHECKOUT);
    }

    @Nested
    class InTheCluster {

        @Test
        void aSourceWithoutItsWorkload() {
            Source gone = new Source("gone", new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "gone"));

            assertThat(obstacle(Snapshots.shop(), Edges.allow("a", gone))).contains("gone", "shop");
        }

        @Test
        void aWorkloadThatIsNotThere() {
            Destination gone = new Destination("gone",
                    new Target.OfWorkload("payments", WorkloadKind.STATEFULSET, "payments-api"));

            assertThat(obstacle(Snapshots.shop(), edge().to(gone))).isEqualTo(
                    "statefulset/payments-api in payments does not exist");
        }

        @Test
        void aWorkloadWithoutAPod() {
            assertThat(obstacle(Snapshots.shop(), edge().to(PODS))).isEqualTo(
                    "deployment/payments-api in payments has no running pod");
        }

        @Test
        void aProxyThatIsNotThere() {
            assertThat(obstacle(Snapshots.shop(), edge().to(INTERNET).through(new Via(GONE, Edges.tcp(3128)))))
                    .isEqualTo("its proxy: service payments/gone does not exist");
        }
    }

    @Nested
    class InTheMatrix {

        @Test
        void aPortNameThatNoContainerHas() {
            Snapshots shop = Snapshots.shop().replica("payments", "payments-api", 0, true, 0);

            assertThat(mistake(shop, edge().to(PODS).over(new Port.Named("grpc", Protocol.TCP)))).contains("grpc",
                    "deployment/payments-api in payments");
        }

        @Test
        void aPortNameOutsideTheCluster() {
            assertThat(mistake(Snapshots.shop(), edge().to(LITERAL).over(HTTP))).contains(
                    "outside the cluster has no port named http");
        }

        @Test
        void aPortNameBehindAProxy() {
            Via payments = new Via(Edges.PAYMENTS, Edges.tcp(8080));

            assertThat(mistake(Snapshots.shop(), edge().to(INTERNET).over(HTTP).through(payments))).contains(
                    "a port behind a proxy must be a number");
        }

        @Test
        void aWorkloadBehindAProxy() {
            Via payments = new Via(Edges.PAYMENTS, Edges.tcp(8080));

            assertThat(mistake(Snapshots.shop(), edge().to(PODS).through(payments))).contains(
                    "a workload has no name that a proxy could resolve");
        }

        @Test
        void aPortThatItsProxyDoesNotHave() {
            assertThat(mistake(Snapshots.shop(),
                    edge().to(INTERNET).through(new Via(Edges.PAYMENTS, Edges.tcp(3128))))).startsWith(
                            "its proxy: service payments/payments-api has no port 3128/TCP");
        }
    }
}
