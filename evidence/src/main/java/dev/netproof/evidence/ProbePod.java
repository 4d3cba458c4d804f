package dev.netproof.evidence;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The pod an attempt was made from.
 *
 * @param labels those that policies see
 */
public record ProbePod(String namespace, String name, @Nullable String uid, @Nullable String address,
        @Nullable String node, Map<String, String> labels) {

    public ProbePod {
        labels = Map.copyOf(labels);
    }
}
