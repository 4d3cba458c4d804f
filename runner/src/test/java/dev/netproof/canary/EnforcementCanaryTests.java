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
import java.util.Map;
import java.util.Set;

import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ProbePod;
import dev.netproof.probe.NcSays;
import dev.netproof.time.ManualTicker;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnforcementCanaryTests {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final World world = new World();
    private final ManualTicker ticker = new ManualTicker();
    private final List<Boolean> heard = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private Canary look() {
        return new EnforcementCanary(world, world.field(CLOCK),
                new CanaryOptions("netproof-canary", Duration.ofSeconds(5)), "run-1-canary", ticker, heard::add,
                remarks::add).look();
    }

    @AfterEach
    void noPolicyIsLeft() {
        assertThat(world.policies()).isEmpty();
    }

    @Nested
    class WhereNothingIsDeniedYet {

        @Test
        void seesThatBothDirectionsAreEnforced() {
            Canary canary = look();

            assertThat(canary.ingress()).isEqualTo(DROPPED);
            assertThat(canary.egress()).isEqualTo(DROPPED);
            assertThat(canary.enforced()).isTrue();
            assertThat(canary.enforcementDelay()).isZero();
            assertThat(canary.releaseDelay()).isPositive();
            assertThat(canary.startUpLeak()).isFalse();
            assertThat(canary.detail()).isEqualTo("ingress enforced (drops), egress enforced (drops)");
        }

        @Test
        void looksAtBothDirectionsAtOnce() {
            look();

            assertThat(world.history()).containsExactly("+egress", "+ingress", "-egress", "-ingress");
        }

        @Test
        void tellsARefusalFromSilence() {
            world.denial = NcSays.REFUSED;

            assertThat(look().ingress()).isEqualTo(REJECTED);
        }

        @Test
        void seesThatNothingIsEnforced() {
            world.enforces = Set.of();

            Canary canary = look();

            assertThat(canary.ingress()).isEqualTo(IGNORED);
            assertThat(canary.egress()).isEqualTo(IGNORED);
            assertThat(canary.anyEnforced()).isFalse();
            assertThat(canary.detail()).isEqualTo("ingress NOT enforced, egress NOT enforced");
        }

        @ParameterizedTest(name = "in the last {0} looks before patience ends")
        @ValueSource(ints = {1, 2})
        void doesNotKnowWhetherThatIsEnforcedWhichBeginsToShowWhenPatienceEnds(int looks) {
            // Three looks before the policies, then one every 100 ms for five seconds, of three ports each.
            world.outage = attempt -> attempt > 3 * 3 && attempt % 3 != 0 && attempt <= 3 * (3 + 51)
                    && (attempt - 1) / 3 >= 3 + 51 - looks;
            world.enforces = Set.of();

            Canary canary = look();

            assertThat(canary.detail()).isEqualTo("ingress unclear, egress unclear");
            assertThat(canary.anyEnforced()).isFalse();
        }

        @Test
        void seesAnEngineThatEnforcesOnlyIngress() {
            world.enforces = Set.of("Ingress");

            Canary canary = look();

            assertThat(canary.ingress()).isEqualTo(DROPPED);
            assertThat(canary.egress()).isEqualTo(IGNORED);
            assertThat(canary.enforced()).isFalse();
            assertThat(canary.anyEnforced()).isTrue();
            assertThat(canary.startUpLeak()).isNull();
        }

        @Test
        void seesANewPodThatIsOpenForAMoment() {
            world.leaksAtStart = true;

            Canary canary = look();

            assertThat(canary.startUpLeak()).isTrue();
            assertThat(canary.detail()).matches(".*, a new pod was unprotected for \\d+ ms");
        }

        @Test
        void saysAtOnceThatNewPodsAreOpenAndWhenTheyNoLongerAre() {
            look();
            assertThat(heard).isEmpty();

            world.leaksAtStart = true;
            look();
            assertThat(heard).containsExactly(true, false);
        }

        @Test
        void isNotSureWhenADenyOutlivesItsPolicy() {
            world.neverReleases = true;

            assertThat(look().ingress()).isEqualTo(UNKNOWN);
        }

        @ParameterizedTest(name = "when every {0}. attempt is lost")
        @ValueSource(ints = {2, 3, 4, 5, 7})
        void takesNoLostPacketForEnforcement(int every) {
            world.enforces = Set.of();
            world.outage = attempt -> attempt % every == 0;

            assertThat(look().anyEnforced()).isFalse();
        }

        @ParameterizedTest(name = "for {0} looks from the {1}. on")
        @CsvSource({"1, 4", "2, 4", "3, 4", "4, 5", "30, 4"})
        void takesANetworkThatFailsForAWhileForNoEnforcement(int looks, int from) {
            world.enforces = Set.of();
            world.outage = attempt -> (attempt - 1) / 3 + 1 >= from && (attempt - 1) / 3 + 1 < from + looks;

            assertThat(look().anyEnforced()).isFalse();
        }

        @Test
        void seesEnforcementThroughANetworkThatFailsForAWhile() {
            world.outage = attempt -> attempt > 12 && attempt < 20;

            assertThat(look().enforced()).isTrue();
        }

        @Test
        void isNotMisledByWhatAnotherRunLeftBehind() {
            NetworkPolicy left = world
                    .create(CanaryPolicies.beside(List.of(), "netproof-canary", "run-1-canary").egress(
                            new ProbePod("netproof-canary", "gone", "uid-gone", null, null, Map.of())));

            Canary canary = look();

            assertThat(canary.detail()).isEqualTo("ingress enforced (drops), egress enforced (drops)");
            assertThat(remarks).singleElement().asString().contains("another run", "netproof clean");
            world.delete(left);
        }
    }

    /** The policies seem to allow what is closed when none is there. */
    @Test
    void takesTwoOutagesForNoDefaultDenyOfTheWholeCluster() {
        world.outage = attempt -> world.policies().isEmpty();

        Canary canary = look();

        assertThat(canary.anyEnforced()).isFalse();
        assertThat(canary.detail()).contains("not even the kubelets of their nodes reached them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-client", "canary-server"})
    void takesAPodWithoutANetworkForNoDefaultDenyOfTheWholeCluster(String pod) {
        world.closedByDefault = true;
        world.dead = Set.of(pod);

        assertThat(look().ingress()).isEqualTo(UNKNOWN);
    }

    @Nested
    class WhereTheClusterDeniesByDefault {

        @Test
        void seesThatAllowingWorksAndEnds() {
            world.closedByDefault = true;

            Canary canary = look();

            assertThat(canary.enforced()).isTrue();
            assertThat(canary.detail()).startsWith("a default deny of the whole cluster is enforced");
            assertThat(world.history()).containsExactly("+egress", "+ingress", "-egress", "-ingress");
        }

        @Test
        void doesNotKnowWhenItStaysOpen() {
            world.closedByDefault = true;
            world.neverReleases = true;

            assertThat(look().detail()).isEqualTo("closed at first, and not closed again, by pods "
                    + "that are alive, since a policy allowed it once");
        }
    }

    @Test
    void knowsNothingWhereItsServerIsNeverReached() {
        world.severed = true;

        Canary canary = look();

        assertThat(canary.anyEnforced()).isFalse();
        assertThat(canary.ingress()).isEqualTo(UNKNOWN);
        assertThat(canary.detail()).startsWith("everything is closed, with policies that allow it and without");
    }

    @Test
    void doesNotLookWithoutBothPods() {
        world.stillborn = Set.of("canary-server");

        Canary canary = look();

        assertThat(canary.anyEnforced()).isFalse();
        assertThat(canary.detail()).isEqualTo("failed to run: ImagePullBackOff");
    }

    @Test
    void saysWhyItMayNotWritePolicies() {
        world.refusal = new ClusterException("Not allowed to create networkpolicies.");

        assertThat(look().detail()).isEqualTo("failed to run: Not allowed to create networkpolicies.");
    }
}
