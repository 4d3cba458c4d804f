package dev.netproof.cluster;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What came out of an exec.
 *
 * @param stdout as UTF-8, what is malformed replaced
 * @param exitCode as the status frame says; null when it never came. Never to be trusted alone
 * @param failure why the exec is not known to have run to its end; empty when it did
 */
public record ExecResult(String stdout, String stderr, @Nullable Integer exitCode,
        String failure, Instant startedAt, Instant finishedAt) {}
