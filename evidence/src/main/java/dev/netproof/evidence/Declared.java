package dev.netproof.evidence;

import java.util.List;

/**
 * What the policies of the cluster say of one path of an edge, evaluated and not probed.
 *
 * @param subject where the path ends
 * @param sides what decided when the path is denied: egress of the source, ingress of the target or both; else empty
 * @param isolatedBy every policy that selects the source for egress or the target for ingress; of a denied path only those on
 *     the side that denies it
 * @param allowedBy every rule that lets the path pass; empty when nothing isolates it
 * @param deniedBy every rule that denies the path expressly; empty where policies just allow nothing of the kind
 * @param remarks why nothing can be said, or what makes an engine's answer less sure, for a reader
 * @param nearest of a path that is agreed and denied, what came closest to allowing it, for each side that denies it for want
 *     of a rule; else empty
 */
public record Declared(Listener subject, Decision decision, List<Side> sides, List<PolicyRef> isolatedBy,
        List<RuleRef> allowedBy, List<RuleRef> deniedBy, List<String> remarks, List<NearestRule> nearest) {

    /** In one word. */
    public enum Decision {
        ALLOWED, DENIED, UNKNOWN
    }

    public Declared {
        sides = List.copyOf(sides);
        isolatedBy = List.copyOf(isolatedBy);
        allowedBy = List.copyOf(allowedBy);
        deniedBy = List.copyOf(deniedBy);
        remarks = List.copyOf(remarks);
        nearest = List.copyOf(nearest);
    }

    /** The decision, as a side of the comparison. */
    Passage passage() {
        return switch (decision) {
            case ALLOWED -> Passage.OPEN;
            case DENIED -> Passage.CLOSED;
            case UNKNOWN -> Passage.UNKNOWN;
        };
    }

    /** Nothing is known to be declared. */
    public static Declared unknown(Listener subject, String why) {
        return new Declared(subject, Decision.UNKNOWN, List.of(), List.of(), List.of(), List.of(), List.of(why),
                List.of());
    }

    /** The same, of another path. */
    public Declared of(Listener other) {
        return new Declared(other, decision, sides, isolatedBy, allowedBy, deniedBy, remarks, nearest);
    }

    /** The same, without what came near. */
    public Declared withoutNearest() {
        return new Declared(subject, decision, sides, isolatedBy, allowedBy, deniedBy, remarks, List.of());
    }
}
