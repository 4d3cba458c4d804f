package dev.netproof.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which of the objects that runs signed are meant.
 *
 * @param namespaces empty for all, which takes the right to list in all of them
 * @param runId null for every run
 * @param minimumAge zero for any; more keeps the objects of a run that is still under way
 */
public record RunSelection(Set<String> namespaces, @Nullable String runId, Duration minimumAge) {

    /** What a run adds to its id when it signs what its canary makes, or launches later. */
    private static final Pattern PART = Pattern.compile("(-canary)?(-\\d{1,2})?");

    public RunSelection {
        namespaces = Set.copyOf(namespaces);
    }

    /** All that one run made. */
    public static RunSelection ofRun(Set<String> namespaces, String runId) {
        return new RunSelection(namespaces, runId, Duration.ZERO);
    }

    private static boolean isOf(String runId, String signature) {
        return signature.startsWith(runId) && PART.matcher(signature.substring(runId.length())).matches();
    }

    /** Whether a run signed it, and it is the right run and old enough. */
    boolean matches(HasMetadata object, Instant now) {
        String run = RunMark.runOf(object);
        if (run == null || (runId != null && !isOf(runId, run))) {
            return false;
        }
        String created = object.getMetadata().getCreationTimestamp();
        return minimumAge.isZero()
                || (created != null && !Instant.parse(created).plus(minimumAge).isAfter(now));
    }
}
