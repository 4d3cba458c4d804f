package dev.netproof.canary;

import static dev.netproof.evidence.Canary.Enforcement.DROPPED;
import static dev.netproof.evidence.Canary.Enforcement.IGNORED;
import static dev.netproof.evidence.Canary.Enforcement.REJECTED;
import static dev.netproof.evidence.Canary.Enforcement.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.Canary;
import dev.netproof.probe.NcSays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CanaryFlightTests {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final World world = new World();
    private final List<Boolean> heard = new ArrayList<>();

    private Flight flight() {
        return new CanaryFlight(world, world.field(CLOCK),
                new CanaryOptions("netproof-canary", Duration.ofMillis(250)), "run-1-canary", CLOCK, heard::add).fly();
    }

    private Canary fly() {
        return flight().canary();
    }

    @AfterEach
    void noPolicyIsLeft() {
        assertThat(world.policies()).isEmpty();
    }

    @Nested
    class WhereNothingIsDeniedYet {

        @Test
        void seesThatBothDirectionsAreEnforced() {
            Canary canary = fly();

            assertThat(canary.ingress()).isEqualTo(DROPPED);
            assertThat(canary.egress()).isEqualTo(DROPPED);
            assertThat(canary.enforced()).isTrue();
            assertThat(canary.enforcementDelay()).isZero();
            assertThat(canary.releaseDelay()).isZero();
            assertThat(canary.startUpLeak()).isFalse();
            assertThat(canary.detail()).isEqualTo("ingress enforced (drops), egress enforced (drops)");
        }

        @Test
        void deniesOneDirectionAfterTheOther() {
            fly();

            assertThat(world.history()).containsExactly("+deny-egress", "-deny-egress", "+deny-ingress",
                    "-deny-ingress");
        }

        @Test
        void tellsARefusalFromSilence() {
            world.denial = NcSays.REFUSED;

            assertThat(fly().ingress()).isEqualTo(REJECTED);
        }

        @Test
        void seesThatNothingIsEnforced() {
            world.enforces = Set.of();

            Canary canary = fly();

            assertThat(canary.ingress()).isEqualTo(IGNORED);
            assertThat(canary.egress()).isEqualTo(IGNORED);
            assertThat(canary.anyEnforced()).isFalse();
            assertThat(canary.detail()).isEqualTo("ingress NOT enforced, egress NOT enforced");
        }

        @Test
        void seesAnEngineThatEnforcesOnlyIngress() {
            world.enforces = Set.of("Ingress");

            Canary canary = fly();

            assertThat(canary.ingress()).isEqualTo(DROPPED);
            assertThat(canary.egress()).isEqualTo(IGNORED);
            assertThat(canary.enforced()).isFalse();
            assertThat(canary.anyEnforced()).isTrue();
            assertThat(canary.startUpLeak()).isNull();
        }

        @Test
        void seesANewPodThatIsOpenForAMoment() {
            world.leaksAtStart = true;

            Canary canary = fly();

            assertThat(canary.startUpLeak()).isTrue();
            assertThat(canary.detail()).matches(".*, a new pod was unprotected for \\d+ ms");
        }

        @Test
        void saysAtOnceThatNewPodsAreOpenAndWhenTheyNoLongerAre() {
            fly();
            assertThat(heard).isEmpty();

            world.leaksAtStart = true;
            fly();
            assertThat(heard).containsExactly(true, false);
        }

        @Test
        void isNotSureWhenADenyOutlivesItsPolicy() {
            world.neverReleases = true;

            assertThat(fly().ingress()).isEqualTo(UNKNOWN);
        }
    }

    @Nested
    class WhereTheClusterDeniesByDefault {

        @Test
        void seesThatAllowingWorksAndEnds() {
            world.closedByDefault = true;

            Canary canary = fly();

            assertThat(canary.enforced()).isTrue();
            assertThat(canary.detail()).startsWith("a default deny of the whole cluster is enforced");
            assertThat(world.history()).containsExactly("+allow-ingress", "+allow-egress", "-allow-ingress",
                    "-allow-egress");
        }

        @Test
        void doesNotKnowWhenItStaysOpen() {
            world.closedByDefault = true;
            world.neverReleases = true;

            assertThat(fly().detail()).isEqualTo("closed at first, open ever since a policy allowed it once");
        }
    }

    @Test
    void knowsNothingWhereItsServerIsNeverReached() {
        world.severed = true;

        Canary canary = fly();

        assertThat(canary.anyEnforced()).isFalse();
        assertThat(canary.ingress()).isEqualTo(UNKNOWN);
        assertThat(canary.detail()).startsWith("the canary's server was never reached, not even with policies");
    }

    @Test
    void doesNotFlyWithoutBothPods() {
        world.stillborn = Set.of("canary-server");

        Flight flight = flight();

        assertThat(flight.canary().anyEnforced()).isFalse();
        assertThat(flight.canary().detail()).isEqualTo("could not fly: ImagePullBackOff");
        assertThat(flight.connected("node-1", "node-1")).isFalse();
    }

    @Test
    void saysWhyItMayNotWritePolicies() {
        world.refusal = new ClusterException("Not allowed to create networkpolicies.");

        assertThat(fly().detail()).isEqualTo("could not fly: Not allowed to create networkpolicies.");
    }

    @Test
    void connectsTheNodesItFlewBetween() {
        Flight flight = flight();

        assertThat(flight.connected("node-1", "node-1")).isTrue();
        assertThat(flight.connected("node-1", "node-2")).isFalse();
        assertThat(flight.connected(null, null)).isFalse();
    }
}
