package dev.netproof.policy;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One end of a flow as policies see it, found once to be asked about often. A pod with addresses of two families is two
 * ends with one index.
 *
 * <p>What is in a node's network is the node: no pod selector matches it.
 */
public final class End {

    static final int NONE = -1;

    /** What an end is. */
    enum Kind {
        POD, NODE, EXTERNAL, SERVICE, MISSING
    }

    final Kind kind;
    /** For messages. */
    final String name;
    /** In the roster, or {@link #NONE}. */
    final int pod;
    /** Of a node: in the roster, or {@link #NONE} if its labels are not known. */
    final int node;
    /** Where a pod runs, or the node itself; null if it is not known. */
    private final @Nullable String nodeName;
    final @Nullable IpAddress address;
    final NamedPorts namedPorts;
    /** What governs this end; one that governs nothing where it is no pod. */
    private Chain ingress = Chain.FREE;
    private Chain egress = Chain.FREE;

    private End(Kind kind, String name, int pod, int node, @Nullable String nodeName, @Nullable IpAddress address,
            NamedPorts namedPorts) {
        this.kind = kind;
        this.name = name;
        this.pod = pod;
        this.node = node;
        this.nodeName = nodeName;
        this.address = address;
        this.namedPorts = namedPorts;
    }

    static End pod(String name, int pod, @Nullable String nodeName, @Nullable IpAddress address, NamedPorts ports) {
        return new End(Kind.POD, name, pod, NONE, nodeName, address, ports);
    }

    static End node(String name, int node, @Nullable String nodeName, @Nullable IpAddress address) {
        return new End(Kind.NODE, name, NONE, node, nodeName, address, NamedPorts.NONE);
    }

    static End external(String name, IpAddress address) {
        return new End(Kind.EXTERNAL, name, NONE, NONE, null, address, NamedPorts.NONE);
    }

    static End service(String name, IpAddress address) {
        return new End(Kind.SERVICE, name, NONE, NONE, null, address, NamedPorts.NONE);
    }

    static End missing(String name) {
        return new End(Kind.MISSING, name, NONE, NONE, null, null, NamedPorts.NONE);
    }

    void governedBy(Chain ingressChain, Chain egressChain) {
        ingress = ingressChain;
        egress = egressChain;
    }

    Chain chain(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }

    boolean isSamePodAs(End other) {
        return kind == Kind.POD && other.kind == Kind.POD && pod == other.pod;
    }

    /** Whether a pod and its own node meet, or may: a pod that is not scheduled yet may come to any. */
    boolean mayShareNodeWith(End other) {
        return ((kind == Kind.NODE && other.kind == Kind.POD) || (kind == Kind.POD && other.kind == Kind.NODE))
                && (nodeName == null || other.nodeName == null || nodeName.equals(other.nodeName));
    }

    /** The one of these with an address of the other end's family, or this. */
    static End ofFamily(End end, List<End> sameHost, End other) {
        if (end.address == null || other.address == null || end.address.wide() == other.address.wide()) {
            return end;
        }
        for (End candidate : sameHost) {
            if (candidate.address != null && candidate.address.wide() == other.address.wide()) {
                return candidate;
            }
        }
        return end;
    }

    @Override
    public String toString() {
        return name;
    }
}
