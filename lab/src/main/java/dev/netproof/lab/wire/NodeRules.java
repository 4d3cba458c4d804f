package dev.netproof.lab.wire;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What passes between nodes and pods before, and beside, what policies say of pods: a node and its own pods always reach
 * each other; to the pods of other nodes it is an address like any other, which {@code ipBlock} may name.
 */
final class NodeRules {

    /** Set by what connects to pods as their own node's kubelet does. */
    private static final String FROM_KUBELET = "meta mark 1 accept";

    private NodeRules() {}

    /** Between pods and nodes that have their own namespace. */
    static String forward(List<LabNode> nodes) {
        return nodes.stream().skip(1).flatMap(node -> List.of(
                "ip saddr %s ip daddr %s accept".formatted(node.address(), node.podCidr()),
                "ip saddr %2$s ip daddr %1$s accept".formatted(node.address(), node.podCidr())).stream())
                .collect(Collectors.joining("\n"));
    }

    /** To the first node. */
    static String input(List<LabNode> nodes) {
        return nodes.size() == 1 ? "" : """
                                        ct state established,related accept
                                        ip saddr != %s ip saddr vmap @egress_policy
                                        """.formatted(nodes.get(0).podCidr());
    }

    /** From the first node. */
    static String output(List<LabNode> nodes) {
        return nodes.size() == 1 ? "" : """
                                        ct state established,related accept
                                        %s
                                        ip daddr != %s ip daddr vmap @ingress_policy
                                        """.formatted(FROM_KUBELET, nodes.get(0).podCidr());
    }
}
