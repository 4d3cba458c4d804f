package dev.netproof.reports.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a ledger must show beyond being whole.
 *
 * @param head a link that was kept elsewhere and must be in the chain
 * @param every how often there must be an archive, until {@code until}
 * @param until the end of the time that is asked about
 * @param key must have signed every archive that is kept, and every entry that lets go of others
 */
public record LedgerDemand(Optional<String> head, Optional<Duration> every, Instant until,
        Optional<VerificationKey> key) {}
