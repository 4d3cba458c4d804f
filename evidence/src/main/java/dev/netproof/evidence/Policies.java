package dev.netproof.evidence;

import java.util.List;

/**
 * The policies that have a say in the namespaces of a run, of every API that was recognised.
 *
 * @param inForce as they stood just before the first probe, ordered by kind, namespace and name
 * @param unread why some could not be read; empty when all were
 */
public record Policies(List<PolicyVersion> inForce, String unread) {

    /** Of a run that did not come to read them. */
    public static final Policies NONE = new Policies(List.of(), "the run ended before they were read");

    public Policies {
        inForce = List.copyOf(inForce);
    }
}
