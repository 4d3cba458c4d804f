package dev.netproof.evidence;

/** How much a violation of an edge matters to its owner, heaviest first. */
public enum Severity {
    BLOCKER, CRITICAL, MAJOR, MINOR, TRIVIAL
}
