package dev.netproof.evidence;

/** What became of the pod behind an address while it was probed. */
public sealed interface TargetChange {

    /**
     * Its address belongs to another pod by now.
     *
     * @param uid of the other pod
     */
    record AddressTaken(String address, Place.Pod by, String uid) implements TargetChange {}

    /** It is no more, or its containers have ended. */
    record Gone() implements TargetChange {}

    /** It is about to go. */
    record BeingDeleted() implements TargetChange {}

    /** One of its containers was started anew. */
    record Restarted(String container) implements TargetChange {}

    /** It is there, and no endpoint of the target any more. */
    record NoEndpoint() implements TargetChange {}
}
