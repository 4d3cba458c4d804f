package dev.netproof.probe;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the probe pods of a run have in common.
 *
 * @param image with {@code sh}, {@code curl}, {@code nc} and {@code nslookup}
 * @param lifetime after which a pod ends by itself, whatever became of the run that launched it
 * @param startLimit how long to wait for a pod to run; pulling the image and adding a node fall within
 * @param requests by resource name, as Kubernetes writes quantities; quotas and LimitRanges apply to them
 * @param limits likewise
 * @param priorityClass null for the cluster's default
 */
public record ProbePodOptions(String image, Duration lifetime, Duration startLimit, Map<String, String> requests,
        Map<String, String> limits, @Nullable String priorityClass) {

    /** The image of {@code probe-image/}. */
    public static final String DEFAULT_IMAGE = "ghcr.io/netproof/probe:0.1";

    public ProbePodOptions {
        if (lifetime.toSeconds() < 1 || startLimit.toSeconds() < 1) {
            throw new IllegalArgumentException("lifetime and startLimit are at least a second");
        }
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }

    /** A quarter of an hour to live, one minute to start, and next to no resources. */
    public static ProbePodOptions of(String image) {
        return new ProbePodOptions(image, Duration.ofMinutes(15), Duration.ofMinutes(1),
                Map.of("cpu", "10m", "memory", "32Mi"), Map.of("cpu", "500m", "memory", "256Mi"), null);
    }
}
