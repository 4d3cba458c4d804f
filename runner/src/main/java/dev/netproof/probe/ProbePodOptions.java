package dev.netproof.probe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the probe pods of a run have in common.
 *
 * @param image with {@code sh}, {@code curl}, {@code nc} and {@code nslookup}
 * @param lifetime after which a pod ends by itself, whatever became of the run that launched it
 * @param startLimit how long to wait for a pod to run; pulling the image and adding a node fall within
 * @param priorityClass null for the cluster's default
 */
public record ProbePodOptions(String image, Duration lifetime, Duration startLimit,
        @Nullable String priorityClass) {

    /** The image of {@code probe-image/}. */
    public static final String DEFAULT_IMAGE = "ghcr.io/netproof/probe:0.1";

    public ProbePodOptions {
        if (lifetime.toSeconds() < 1 || startLimit.toSeconds() < 1) {
            throw new IllegalArgumentException("lifetime and startLimit are at least a second");
        }
    }

    /** A quarter of an hour to live, one minute to start. */
    public static ProbePodOptions of(String image) {
        return new ProbePodOptions(image, Duration.ofMinutes(15), Duration.ofMinutes(1), null);
    }
}
