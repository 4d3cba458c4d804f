package dev.netproof.lab.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A simulated node: a name, an address, and the range its pods get theirs from.
 *
 * @param address also that of its pods in the host's network
 */
public record LabNode(String name, String address, String podCidr) {

    /** As many as there are ranges of {@code /20} in the cluster's {@code /16}. */
    public static final int MOST = 16;

    public LabNode {
        Cidr.parse(address);
        Cidr.parse(podCidr);
    }

    /** {@code node-1} and so on, side by side in the ranges that kubeadm would choose for a cluster. */
    public static List<LabNode> several(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " nodes are not possible. Choose 1 to " + MOST + ".");
        }
        List<LabNode> nodes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            nodes.add(new LabNode("node-" + number, "172.30.0." + number, "10.244." + (number - 1) * 16 + ".0/20"));
        }
        return List.copyOf(nodes);
    }
}
