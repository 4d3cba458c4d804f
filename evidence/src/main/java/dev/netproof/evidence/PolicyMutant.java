package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A policy with one mistake in it, and whether the matrices would notice.
 *
 * @param id what was done to what, the same in each run: {@code shop/api ingress[0].from[1] widened: any namespace}
 * @param edges how many would turn red
 * @param noticedBy the first of them, {@code matrix/id}
 * @param reason why it is not counted; empty where it is
 * @param suggestion null unless it is unnoticed
 */
public record PolicyMutant(String id, Result result, int edges, List<String> noticedBy, String reason,
        @Nullable SuggestedEdge suggestion) {

    /** What came of it. */
    public enum Result {
        /** Some edge would turn red. */
        NOTICED,
        /** No edge would, and one could. */
        UNNOTICED,
        /** No edge could: with the pods that are there nothing comes out differently. */
        EQUIVALENT,
        /** Nobody knows, since policies that are not evaluated have a say. */
        UNDECIDED
    }

    public PolicyMutant {
        noticedBy = List.copyOf(noticedBy);
    }
}
