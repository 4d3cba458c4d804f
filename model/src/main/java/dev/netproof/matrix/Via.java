package dev.netproof.matrix;

/** An HTTP proxy that is asked to CONNECT to the destination. */
public record Via(Destination proxy, Port port) {}
