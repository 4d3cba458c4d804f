package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * One address that a probe connects to.
 *
 * @param place what stands behind the address
 * @param listener the address itself
 * @param node node of that pod, when known
 */
public record Endpoint(Kind kind, Place place, Listener listener, @Nullable String node) {

    /** What an address is. */
    public enum Kind {
        /** A pod's own address: what policy sees. */
        POD,
        /** The virtual address of a Service: one backend of several, chosen by the data plane. */
        SERVICE,
        /** An address outside the cluster, or one that somebody else resolves. */
        EXTERNAL
    }

    /** By the parts of its listener. */
    public Endpoint(Kind kind, Place place, String address, int port, Protocol protocol, @Nullable String podUid,
            @Nullable String node) {
        this(kind, place, new Listener(address, port, protocol, podUid), node);
    }

    /** Of its listener. */
    public String address() {
        return listener.address();
    }

    /** Of its listener. */
    public int port() {
        return listener.port();
    }

    /** Of its listener. */
    public Protocol protocol() {
        return listener.protocol();
    }

    /** Of its listener. */
    public @Nullable String podUid() {
        return listener.podUid();
    }

    /** {@code 10.1.2.3:8080/TCP}, {@code [fd00::1]:53/UDP}. */
    public String tuple() {
        return listener.tuple();
    }
}
