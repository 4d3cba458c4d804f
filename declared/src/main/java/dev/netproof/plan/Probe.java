package dev.netproof.plan;

import java.time.Duration;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Ask;
import org.jspecify.annotations.Nullable;

/**
 * One connection to try.
 *
 * @param id unique in its run, made of {@code [A-Za-z0-9._-]}
 * @param host the name an HTTP request carries in its Host header; the endpoint's address when there is no better one
 * @param proxy the proxy that is asked to CONNECT to the endpoint; null to go straight
 * @param timeout of the attempt, from the tool's start
 */
public record Probe(String id, Ask ask, Endpoint endpoint, String host, @Nullable Endpoint proxy, Duration timeout) {}
