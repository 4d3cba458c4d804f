package dev.netproof.policy;

import java.util.BitSet;
import java.util.List;

/**
 * The peers of one rule, united.
 *
 * @param anyone whether every address there is belongs to them
 * @param pods by index in the roster
 * @param nodes by index in the roster
 * @param blocks of addresses, whoever has them
 * @param vague whether more belongs to them that only the wire can tell: names, or nodes that are not in the snapshot
 */
record RulePeers(boolean anyone, BitSet pods, BitSet nodes, List<IpBlock> blocks, Vagueness vague) {

    static final RulePeers ANYONE = new RulePeers(true, new BitSet(), new BitSet(), List.of(), Vagueness.NONE);

    /** Who, beyond what is certain, may be meant. */
    enum Vagueness {
        NONE,
        /** Nodes whose labels are not known. */
        SOME_NODES,
        /** Any address may be a node's: no node is known. */
        ALL_NODES,
        /** Any address outside the cluster may be a name's. */
        NAMES;

        Vagueness or(Vagueness other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    RulePeers {
        blocks = List.copyOf(blocks);
    }

    boolean match(End end) {
        if (anyone) {
            return true;
        }
        if ((end.pod >= 0 && pods.get(end.pod)) || (end.node >= 0 && nodes.get(end.node))) {
            return true;
        }
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(end.address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the end may be meant where {@link #match} does not say so. */
    boolean mayMatch(End end) {
        return switch (vague) {
            case NONE -> false;
            case SOME_NODES -> end.kind == End.Kind.NODE && end.node == End.NONE;
            case ALL_NODES, NAMES -> end.kind == End.Kind.NODE || end.kind == End.Kind.EXTERNAL;
        };
    }

    /** Whether a pod is meant by its address alone, which engines do not agree on. */
    boolean matchByAddressOnly(End end) {
        return !anyone && end.kind == End.Kind.POD && match(end) && !pods.get(end.pod);
    }
}
