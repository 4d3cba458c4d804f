package dev.netproof.evidence;

import java.util.List;

/**
 * What the policies of the cluster say of one path of an edge, evaluated and not probed.
 *
 * @param subject tuple of the endpoint
 * @param side what decided when the path is denied: {@code egress of SOURCE}, {@code ingress of TARGET} or both; else empty
 * @param isolatedBy every policy that selects the source for egress or the target for ingress; of a denied path only those on
 *     the side that denies it
 * @param allowedBy every rule that lets the path pass; empty when nothing isolates it
 * @param remarks why nothing can be said, or what makes an engine's answer less sure
 * @param nearest of a path that is agreed and denied, what came closest to allowing it, for each side that denies it for want
 *     of a rule; else empty
 */
public record Declared(String subject, Decision decision, String side, List<String> isolatedBy, List<String> allowedBy,
        List<String> remarks, List<NearestRule> nearest) {

    /** In one word. */
    public enum Decision {
        ALLOWED, DENIED, UNKNOWN
    }

    public Declared {
        isolatedBy = List.copyOf(isolatedBy);
        allowedBy = List.copyOf(allowedBy);
        remarks = List.copyOf(remarks);
        nearest = List.copyOf(nearest);
    }

    /** Of which nobody asks what came closest. */
    public Declared(String subject, Decision decision, String side, List<String> isolatedBy, List<String> allowedBy,
            List<String> remarks) {
        this(subject, decision, side, isolatedBy, allowedBy, remarks, List.of());
    }

    /** Nothing is known to be declared. */
    public static Declared unknown(String subject, String why) {
        return new Declared(subject, Decision.UNKNOWN, "", List.of(), List.of(), List.of(why));
    }
}
