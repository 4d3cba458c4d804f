package dev.netproof.truth;

/**
 * What enforces policies in the world.
 *
 * @param rejects whether it answers what it denies; else it drops
 * @param delay from a policy to its effect
 * @param release from its deletion to the end of that
 * @param leak for how long a new pod is open
 * @param closed whether a default deny of the whole cluster covers the canary's namespace
 */
record Engine(boolean ingress, boolean egress, boolean rejects, long delay, long release, long leak, boolean closed) {}
