package dev.netproof.evidence;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * Who answers for an edge and why it is as it is.
 *
 * @param expires last day, UTC, on which the edge holds as an exception
 * @param approver who approved it, where that is somebody other than its owner
 */
public record Governance(@Nullable String because, @Nullable String owner, @Nullable String ticket,
        @Nullable LocalDate expires, @Nullable String approver) {

    /** Nothing was said. */
    public static final Governance NONE = new Governance(null, null, null, null);

    /** What nobody is said to have approved. */
    public Governance(@Nullable String because, @Nullable String owner, @Nullable String ticket,
            @Nullable LocalDate expires) {
        this(because, owner, ticket, expires, null);
    }
}
