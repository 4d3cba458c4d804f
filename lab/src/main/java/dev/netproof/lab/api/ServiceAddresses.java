package dev.netproof.lab.api;

import java.util.HashSet;
import java.util.Set;

import dev.netproof.lab.network.IpFamily;
import tools.jackson.databind.node.ObjectNode;

/** Gives Services their virtual addresses, from 10.96.0.0/16 and fd00:10:96::/112, and their node ports. Called under the store's lock. */
final class ServiceAddresses {
    private static final int FIRST = 100;
    private static final int LAST = 65_000;
    private static final int FIRST_NODE_PORT = 30_000;

    private final ObjectStore store;
    private int next = FIRST;

    ServiceAddresses(ObjectStore store) {
        this.store = store;
    }

    /** A cluster IP nobody has. */
    String next(IpFamily family) {
        Set<String> taken = new HashSet<>();
        store.list(ResourceTypes.SERVICES, "").objects()
                .forEach(service -> Json.at(service, "spec", "clusterIPs").forEach(ip -> taken.add(Json.text(ip))));
        for (int tries = 0; tries < LAST; tries++) {
            String address = switch (family) {
                case IPV4 -> "10.96." + next / 256 + "." + next % 256;
                case IPV6 -> "fd00:10:96::" + Integer.toHexString(next);
            };
            next = next == LAST ? FIRST : next + 1;
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw ApiError.internal(new IllegalStateException("the range of cluster IPs is full"));
    }

    int nextNodePort() {
        Set<Integer> taken = new HashSet<>();
        for (ObjectNode service : store.list(ResourceTypes.SERVICES, "").objects()) {
            Json.objects(service, "spec", "ports").forEach(port -> taken.add(Json.number(port, 0, "nodePort")));
        }
        int port = FIRST_NODE_PORT;
        while (taken.contains(port)) {
            port++;
        }
        return port;
    }
}
