package dev.netproof.evidence;

/** What a matrix says of an edge: the connection is agreed, or it must not be possible. */
public enum Expectation {
    ALLOW, DENY
}
