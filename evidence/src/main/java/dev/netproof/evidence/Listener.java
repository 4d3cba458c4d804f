package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * What may listen at an address: the same address under another pod's uid is another listener.
 *
 * @param address IPv4 or IPv6 literal, or a host name that a proxy resolves
 * @param port 1 to 65535
 * @param podUid null when no pod is known to stand behind the address
 */
public record Listener(String address, int port, Protocol protocol, @Nullable String podUid) {

    /** {@code 10.1.2.3:8080/TCP}, {@code [fd00::1]:53/UDP}. */
    public String tuple() {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return host + ":" + port + "/" + protocol;
    }
}
