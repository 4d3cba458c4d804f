package dev.netproof.lab.wire;

import java.util.List;

/**
 * A pod, or an external host, as the kernel has it.
 *
 * @param name as answers call it
 * @param addresses its own, or the node's; one of each family, IPv4 first
 * @param ownsAddresses whether the addresses go back to the pool in the end
 * @param pid of its first process, on the node
 * @param link on the node; empty if it is in the node's network
 * @param files folder of its own files, on the node
 * @param servesDns whether it must hear of changed records
 */
record Sandbox(String name, String hostname, List<String> addresses, boolean ownsAddresses, long pid, String link,
        String files, boolean servesDns) {

    Sandbox {
        addresses = List.copyOf(addresses);
    }
}
