package dev.netproof.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

import dev.netproof.canary.World;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.junit.jupiter.api.Test;

class LedgerAnchorTests {

    private static final String FIRST = "ab".repeat(32);
    private static final String SECOND = "cd".repeat(32);

    private final World cluster = new World();
    private final LedgerAnchor anchor = new LedgerAnchor(cluster,
            Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC), "canary");

    @Test
    void keepsTheNewestLink() {
        assertThat(anchor.keep(FIRST, 1, FIRST)).isEqualTo("lease netproof-ledger-abababababab in namespace canary");
        anchor.keep(FIRST, 2, SECOND);

        Lease lease = Objects.requireNonNull(cluster.leases().get("netproof-ledger-abababababab"));
        assertThat(lease.getMetadata().getAnnotations()).containsEntry("netproof.dev/ledger-link", SECOND)
                .containsEntry("netproof.dev/ledger-entry", "2");
        assertThat(lease.getMetadata().getLabels()).as("netproof clean leaves it")
                .doesNotContainKey("netproof.dev/probe");
    }

    @Test
    void ofALedgerThatTookThePlaceOfAnotherLeavesTheOldOne() {
        anchor.keep(FIRST, 1, FIRST);
        anchor.keep(SECOND, 1, SECOND);

        assertThat(cluster.leases()).containsOnlyKeys("netproof-ledger-abababababab", "netproof-ledger-cdcdcdcdcdcd");
    }
}
