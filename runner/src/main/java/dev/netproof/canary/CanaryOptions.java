package dev.netproof.canary;

import java.time.Duration;

/**
 * How enforcement is looked for.
 *
 * @param namespace a scratch namespace that exists already
 * @param patience how long a policy may take to have its effect, and its deletion to end it
 */
public record CanaryOptions(String namespace, Duration patience) {

    /** The namespace that is looked for when none is named. */
    public static final String DEFAULT_NAMESPACE = "netproof-canary";

    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);
}
