package dev.netproof.policy;

import java.util.Comparator;

/** One end of edges of a graph. */
public sealed interface GraphNode extends Comparable<GraphNode> {

    /** As every rendering names it. */
    String label();

    /**
     * A pod, or a workload and so every pod of it.
     *
     * @param kind as Kubernetes spells it: {@code Deployment}
     */
    record Workload(String namespace, String name, String kind) implements GraphNode {

        /** {@code shop/checkout[Deployment]}. */
        @Override
        public String label() {
            return namespace + "/" + name + "[" + kind + "]";
        }
    }

    /** A node of the cluster. */
    record ClusterNode(String name) implements GraphNode {

        /** {@code worker-1[Node]}. */
        @Override
        public String label() {
            return name + "[Node]";
        }
    }

    /**
     * Addresses, as far as they are no pod's, node's or Service's.
     *
     * @param first lowest address
     * @param last highest address
     */
    record External(String first, String last) implements GraphNode {

        /** {@code 10.0.0.0-10.255.255.255}. */
        @Override
        public String label() {
            return first + "-" + last;
        }
    }

    /** Workloads by name, then nodes, then addresses in the order in which they stand. */
    @Override
    default int compareTo(GraphNode other) {
        return Comparator.<GraphNode, Boolean>comparing(External.class::isInstance)
                .thenComparing(ClusterNode.class::isInstance).thenComparing(GraphNode::label)
                .compare(this, other);
    }
}
