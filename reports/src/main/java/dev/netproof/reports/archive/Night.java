package dev.netproof.reports.archive;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the evidence in an archive says of itself, which a line of a ledger may repeat and never replace.
 *
 * @param at when the run ended; of one that broke off, when it began
 * @param after the newest link of the ledger when the run was judged; null without a ledger, and in its first night
 */
record Night(String run, Instant at, @Nullable String after) {

    /** The name of its archive in a ledger, as entry {@code number}. */
    String file(int number) {
        return file(number, run);
    }

    /** The number in front makes it the name of that entry alone. */
    static String file(int number, String run) {
        return "%06d-%s.zip".formatted(number, Layout.safe(run));
    }

    Optional<String> link() {
        return Optional.ofNullable(after);
    }
}
