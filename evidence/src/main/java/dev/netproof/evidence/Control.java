package dev.netproof.evidence;

/**
 * A fact that makes a result evidence, or the lack of it.
 *
 * @param subject what was controlled: an endpoint's tuple, or a probe pod
 * @param detail who proved it and when, or why nothing did
 */
public record Control(Kind kind, String subject, boolean proved, String detail) {

    /** What a control shows. */
    public enum Kind {
        /** Another source of the run reached the same tuple before and after the denied attempts. */
        TARGET_REACHED,
        /** The kubelet's readiness probe on that port kept the pod Ready before and after. */
        TARGET_READY,
        /** The target's own pod, from a container in it, reached that tuple before and after the denied attempts. */
        TARGET_REACHED_ITSELF,
        /** The source reached something, so its network works. */
        SOURCE_REACHED,
        /** The source could not connect to an address where nothing is: no transparent proxy accepts for it. */
        NEGATIVE
    }
}
