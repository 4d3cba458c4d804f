package dev.netproof.lab.wire;

import java.util.stream.Collectors;

/**
 * What passes between nodes and pods before, and beside, what policies say of pods: a node and its own pods always reach
 * each other; to the pods of other nodes it is an address like any other, which {@code ipBlock} may name.
 */
final class NodeRules {

    /** Set by what connects to pods as their own node's kubelet does. */
    private static final String FROM_KUBELET = "meta mark 1 accept";

    private static final String NEIGHBOURS = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n";

    private NodeRules() {}

    /** Between pods and nodes that have their own namespace. */
    static String forward(WireOptions options) {
        StringBuilder lines = new StringBuilder();
        options.nodes().stream().skip(1).forEach(node -> {
            for (int i = 0; i < node.addresses().size(); i++) {
                lines.append("""
                             %1$s saddr %2$s %1$s daddr %3$s accept
                             %1$s saddr %3$s %1$s daddr %2$s accept
                             """.formatted(Layer3.of(node.addresses().get(i)).word(), node.addresses().get(i),
                        node.podCidrs().get(i)));
            }
        });
        return lines.toString();
    }

    /** To the first node. */
    static String input(WireOptions options) {
        return options.nodes().size() == 1 ? ""
                : "ct state established,related accept\n"
                        + forEachRange(options, "%1$s saddr != %2$s %1$s saddr vmap @%3$s\n", Firewall.EGRESS);
    }

    /** From the first node. */
    static String output(WireOptions options) {
        return options.nodes().size() == 1 ? ""
                : "ct state established,related accept\n" + FROM_KUBELET + "\n"
                        + forEachRange(options, "%1$s daddr != %2$s %1$s daddr vmap @%3$s\n", Firewall.INGRESS);
    }

    /** What IPv6 has in place of ARP, which no policy sees. */
    static String neighbours(WireOptions options) {
        return options.addressFamilies().contains(Layer3.IP6) ? NEIGHBOURS : "";
    }

    private static String forEachRange(WireOptions options, String line, String map) {
        return options.firstNode().podCidrs().stream().map(range -> {
            Layer3 layer3 = Layer3.of(range);
            return line.formatted(layer3.word(), range, layer3.twin(map));
        }).collect(Collectors.joining());
    }
}
