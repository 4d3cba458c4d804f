package dev.netproof.evidence;

/** How an edge is tried on the wire. */
public enum ProbeKind {
    /** A TCP handshake by {@code nc}. */
    TCP,
    /** A request by {@code curl}. */
    HTTP,
    /** A request over TLS by {@code curl}. */
    HTTPS,
    /** A query to the target by {@code nslookup}. */
    DNS,
    /** A datagram by {@code nc}; only an answer of the target counts as open. */
    UDP
}
