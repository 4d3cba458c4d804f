package dev.netproof.evidence;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When an attempt came past its stages, each from its start, as its tool measured it. Null: not reached, or not part of it.
 *
 * @param connect the transport handshake was done
 * @param tls the TLS handshake was done
 * @param firstByte the first byte of the answer was there
 */
public record StageTimes(@Nullable Duration connect, @Nullable Duration tls, @Nullable Duration firstByte) {}
