package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Who listens: the same address under another pod's uid is another listener.
 *
 * @param address IPv4 or IPv6 literal; a host name only behind a proxy, which resolves it
 * @param port 1 to 65535, as it stands on the wire: a Service's port for a Service, the container's for a pod
 * @param podUid uid of the pod, when it is one
 */
public record Listener(String address, int port, Protocol protocol, @Nullable String podUid) {

    public Listener {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1 to 65535");
        }
    }

    /** {@code 10.1.2.3:8080/TCP}, {@code [fd00::1]:53/UDP}. */
    public String tuple() {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return host + ":" + port + "/" + protocol;
    }
}
