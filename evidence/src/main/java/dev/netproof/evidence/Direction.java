package dev.netproof.evidence;

import java.util.Locale;

/** The two sides of a flow, judged independently of each other. */
public enum Direction {
    /** Into the destination. */
    INGRESS,
    /** Out of the source. */
    EGRESS;

    /** As policies spell it: {@code ingress}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As {@code policyTypes} spells it: {@code Ingress}. */
    public String type() {
        return name().charAt(0) + word().substring(1);
    }
}
