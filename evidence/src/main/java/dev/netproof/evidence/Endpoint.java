package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * One address that a probe connects to.
 *
 * @param name what stands behind the address, in the reader's words: {@code pod payments/payments-api-0}
 * @param address IPv4 or IPv6 literal; a host name only behind a proxy, which resolves it
 * @param port 1 to 65535, as it stands on the wire: a Service's port for a {@code SERVICE}, the container's for a pod
 * @param podUid uid of the pod, when the endpoint is one
 * @param node node of that pod, when known
 */
public record Endpoint(Kind kind, String name, String address, int port, Protocol protocol, @Nullable String podUid,
        @Nullable String node) {

    /** What an address is. */
    public enum Kind {
        /** A pod's own address: what policy sees. */
        POD,
        /** The virtual address of a Service: one backend of several, chosen by the data plane. */
        SERVICE,
        /** An address outside the cluster. */
        EXTERNAL
    }

    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1 to 65535");
        }
    }

    /** Who listens there, as far as it is known. */
    public Listener listener() {
        return new Listener(address, port, protocol, podUid);
    }

    /** {@code 10.1.2.3:8080/TCP}, {@code [fd00::1]:53/UDP}. */
    public String tuple() {
        return listener().tuple();
    }
}
