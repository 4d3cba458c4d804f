package dev.netproof.truth;

/**
 * Something that goes wrong for a while.
 *
 * @param who a peer, a pod, or a call of the API
 */
record Trouble(Kind kind, String who, Span when) {

    enum Kind {
        /** The pod's network lets nothing in or out, not even its kubelet. */
        DEAD,
        /** The pod does not listen. */
        DEAF,
        /** The container was started anew when this began, and does not listen until it ends. */
        RESTARTED,
        /** Whatever the pod connects to is accepted beside it. */
        PROXY,
        /** The kernel of the pod does not tell how many connections it accepted. */
        MUTE,
        /** Execs in the pod fail. */
        NO_EXEC,
        /** An exec in the pod brings back the whole output of an earlier one. */
        REPLAYED,
        /** The output of an exec in the pod is cut off somewhere. */
        TORN,
        /** The API refuses this call. */
        REFUSED,
        /** A single packet of the canary is lost: one of its ports is silent, once. */
        LOST
    }

    boolean is(Kind other, String whom, long moment) {
        return kind == other && who.equals(whom) && when.has(moment);
    }

    /** Whether it keeps packets from being answered. */
    boolean isOutage() {
        return kind == Kind.DEAD || kind == Kind.DEAF || kind == Kind.RESTARTED;
    }

    @Override
    public String toString() {
        return kind + " " + who + " " + when;
    }
}
