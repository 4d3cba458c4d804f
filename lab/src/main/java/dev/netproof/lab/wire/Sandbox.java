package dev.netproof.lab.wire;

/**
 * A pod, or an external host, as the kernel has it.
 *
 * @param name as answers call it
 * @param address its own, or the node's
 * @param ownsAddress whether the address goes back to the pool in the end
 * @param pid of its first process, on the node
 * @param link on the node; empty if it is in the node's network
 * @param files folder of its own files, on the node
 * @param servesDns whether it must hear of changed records
 */
record Sandbox(String name, String hostname, String address, boolean ownsAddress, long pid, String link,
        String files, boolean servesDns) {}
