package dev.netproof.lab.wire;

import java.util.ArrayList;
import java.util.List;

import dev.netproof.lab.network.Cidr;
import dev.netproof.lab.network.IpFamily;

/**
 * A simulated node: a name, its addresses, and the ranges its pods get theirs from.
 *
 * @param addresses one of each family, IPv4 first; also those of its pods in the host's network
 * @param podCidrs in the order of the addresses
 */
public record LabNode(String name, List<String> addresses, List<String> podCidrs) {

    /** As many as there are ranges of {@code /20} in the cluster's {@code /16}. */
    public static final int MOST = 16;

    public LabNode {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
        addresses.forEach(Cidr::parse);
        podCidrs.forEach(Cidr::parse);
        if (addresses.isEmpty() || addresses.size() != podCidrs.size()) {
            throw new IllegalArgumentException("node " + name + " has not as many ranges as addresses, or none of"
                    + " either. Give it one of each family.");
        }
    }

    /** {@code node-1} and so on, with IPv4 addresses. */
    public static List<LabNode> several(int count) {
        return several(count, List.of(IpFamily.IPV4));
    }

    /** {@code node-1} and so on, side by side in the ranges that kubeadm and kind would choose for a cluster. */
    public static List<LabNode> several(int count, List<IpFamily> families) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " nodes are not possible. Choose 1 to " + MOST + ".");
        }
        List<LabNode> nodes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            int index = number - 1;
            String last = Integer.toHexString(number);
            nodes.add(new LabNode("node-" + number,
                    families.stream().map(family -> switch (family) {
                        case IPV4 -> "172.30.0." + (index + 1);
                        case IPV6 -> "fd00:172:30::" + last;
                    }).toList(),
                    families.stream().map(family -> switch (family) {
                        case IPV4 -> "10.244." + index * 16 + ".0/20";
                        case IPV6 -> Cidr.parse("fd00:10:244:" + Integer.toHexString(index) + "::/64").toString();
                    }).toList()));
        }
        return List.copyOf(nodes);
    }

    /** Its first address. */
    public String address() {
        return addresses.get(0);
    }
}
