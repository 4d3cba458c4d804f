package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.netproof.canary.World;
import dev.netproof.probe.RunMark;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.junit.jupiter.api.Test;

class ClaimTests {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final World cluster = new World();

    private Claim claim(String runId, int secondsAfterNoon) {
        return Claim.make(cluster, at(secondsAfterNoon), new RunMark(runId, "1.0", "payments"), "payments", "canary");
    }

    private static Clock at(int secondsAfterNoon) {
        return Clock.fixed(NOON.plusSeconds(secondsAfterNoon), ZoneOffset.UTC);
    }

    private Lease lease() {
        return Objects.requireNonNull(cluster.leases().get("netproof-payments"));
    }

    @Test
    void isALeaseThatNamesItsHolder() {
        claim("run-1", 0);

        assertThat(lease().getMetadata().getNamespace()).isEqualTo("canary");
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("run-1");
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(30);
        assertThat(RunMark.runOf(lease())).as("so that netproof clean finds it").isEqualTo("run-1");
    }

    @Test
    void keepsAnotherRunAway() {
        claim("run-1", 0);

        assertThatExceptionOfType(MatrixBusyException.class).isThrownBy(() -> claim("run-2", 10))
                .withMessage("Another run of matrix payments is under way: run-1 holds lease netproof-payments in "
                        + "namespace canary since 2026-01-01T12:00:00Z. Try again when it has ended; if it was killed, "
                        + "its lease ends at 2026-01-01T12:00:30Z.");
    }

    @Test
    void lastsAsLongAsItIsRenewed() {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        InstantSource clock = now::get;
        Claim first = Claim.make(cluster, clock.withZone(ZoneOffset.UTC), new RunMark("run-1", "1.0", "payments"),
                "payments", "canary");

        now.set(NOON.plusSeconds(20));
        first.renew();

        assertThatExceptionOfType(MatrixBusyException.class).isThrownBy(() -> claim("run-2", 49));
    }

    @Test
    void ofARunThatDiedIsTakenOver() {
        claim("run-1", 0);

        claim("run-2", 30);

        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("run-2");
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void thatWasTakenOverIsNeitherRenewedNorReleased() {
        Claim first = claim("run-1", 0);
        claim("run-2", 30);

        assertThatExceptionOfType(MatrixBusyException.class).isThrownBy(first::renew);
        first.release();

        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("run-2");
    }

    @Test
    void isGoneWhenReleased() {
        claim("run-1", 0).release();

        assertThat(cluster.leases()).isEmpty();
    }
}
