package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * The nodes of the lab, as the kernel has them.
 *
 * <p>The first node is the machine's part of the lab itself, which all packets between pods pass. Each other one is a
 * network namespace with the node's address; pods in its host's network live there. There are no links between nodes that
 * could be slow or fail.
 */
final class Nodes {

    private final Map<String, LabNode> byName = new LinkedHashMap<>();
    private final Map<String, AddressPool> pools = new HashMap<>();
    private final Map<String, Long> pids = new HashMap<>();
    private final Holder holder;
    private final LabNode first;

    Nodes(List<LabNode> nodes, Holder holder) {
        this.holder = holder;
        this.first = nodes.get(0);
        for (LabNode node : nodes) {
            byName.put(node.name(), node);
            pools.put(node.name(), new AddressPool(Cidr.parse(node.podCidr())));
        }
    }

    /** Starts all nodes but the first, which is there. */
    void start(String program) throws IOException {
        int number = 0;
        for (LabNode node : byName.values()) {
            if (!node.equals(first)) {
                String link = "node" + ++number;
                pids.put(node.name(), holder.spawn("node " + node.name(),
                        List.of("unshare", "-nmup", "--fork", "--kill-child", "perl", program),
                        """
                        name=%1$s
                        hostname=%1$s
                        files=/dev/shm/%2$s
                        node=%3$s
                        link=%2$s
                        address=%4$s
                        """.formatted(node.name(), link, first.address(), node.address())));
            }
        }
    }

    /** The pod's node; one that names none that is there runs on the first. */
    LabNode of(Pod pod) {
        return byName.getOrDefault(Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""), first);
    }

    AddressPool addresses(LabNode node) {
        return Objects.requireNonNull(pools.get(node.name()));
    }

    void giveBack(String address) {
        pools.values().forEach(pool -> pool.giveBack(address));
    }

    /** The start of a command line that runs the rest in the node's network. */
    List<String> enter(LabNode node) {
        Long pid = pids.get(node.name());
        return pid == null ? List.of() : List.of("nsenter", "--net=/proc/" + pid + "/ns/net");
    }
}
