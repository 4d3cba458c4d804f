package dev.netproof.lab.wire;

import java.util.List;

/**
 * A pod, or an external host, as the kernel has it.
 *
 * @param name as answers call it
 * @param addresses its own, or the node's; one of each family, IPv4 first
 * @param ownsAddresses whether the addresses go back to the pool in the end
 * @param process its first one
 * @param link on the node; empty if it is in the node's network
 * @param files folder of its own files, on the node
 * @param servesDns whether it must hear of changed records
 */
record Sandbox(String name, String hostname, List<String> addresses, boolean ownsAddresses, Holder.Spawned process,
        String link, String files, boolean servesDns, Again again) {

    /** What starts its process again, but for its network. */
    record Again(String what, String input) {}

    Sandbox {
        addresses = List.copyOf(addresses);
    }

    /** The same with another first process. */
    Sandbox with(Holder.Spawned other) {
        return new Sandbox(name, hostname, addresses, ownsAddresses, other, link, files, servesDns, again);
    }
}
