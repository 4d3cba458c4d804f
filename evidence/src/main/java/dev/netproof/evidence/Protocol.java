package dev.netproof.evidence;

/** Transport protocol of an edge. SCTP has no tool to be probed with. */
public enum Protocol {
    TCP, UDP
}
