package dev.netproof.evidence;

/** How far a probe came, in the order of a connection. */
public enum Stage {
    /** Starting the tool in the probe pod. */
    EXEC,
    /** Resolving a name, or a query to a DNS server that is itself the target. */
    DNS,
    /** The transport handshake with the target; for UDP, waiting for an answer. */
    CONNECT,
    /** The CONNECT request to a proxy on the way. */
    PROXY,
    /** The TLS handshake. */
    TLS,
    /** The exchange above the transport: a request and its response. */
    EXCHANGE
}
