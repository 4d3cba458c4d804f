package dev.netproof.policy;

/** One end of a flow. */
public sealed interface FlowEnd {

    /** A pod of the snapshot, at its first address. */
    record Pod(String namespace, String name) implements FlowEnd {

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /** A node of the snapshot, at its first address. */
    record Node(String name) implements FlowEnd {

        @Override
        public String toString() {
            return "node " + name;
        }
    }

    /**
     * An address. Where a pod or a node of the snapshot has it, that is meant, over this address's family.
     *
     * @param literal IPv4 or IPv6
     */
    record Address(String literal) implements FlowEnd {

        @Override
        public String toString() {
            return literal;
        }
    }
}
