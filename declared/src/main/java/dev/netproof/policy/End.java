package dev.netproof.policy;

import java.util.List;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * One end of a flow as policies see it, found once to be asked about often. A pod with addresses of two families is two
 * ends with one index.
 *
 * <p>What is in a node's network is the node: no pod selector matches it.
 */
public final class End {

    static final int NONE = -1;

    private static final boolean[] FAMILIES = {false, true};

    /** What an end is. */
    enum Kind {
        POD, NODE, EXTERNAL, SERVICE, MISSING
    }

    final Kind kind;
    final Place place;
    /** In the roster, or {@link #NONE}. */
    final int pod;
    /** Of a node: in the roster, or {@link #NONE} if its labels are not known. */
    final int node;
    /** Where a pod runs, or the node itself; null if it is not known. */
    private final @Nullable String nodeName;
    final @Nullable IpAddress address;
    final NamedPorts namedPorts;
    /** What governs this end; one that governs nothing where it is no pod. */
    private RuleChain ingress = RuleChain.FREE;
    private RuleChain egress = RuleChain.FREE;

    private End(Kind kind, Place place, int pod, int node, @Nullable String nodeName, @Nullable IpAddress address,
            NamedPorts namedPorts) {
        this.kind = kind;
        this.place = place;
        this.pod = pod;
        this.node = node;
        this.nodeName = nodeName;
        this.address = address;
        this.namedPorts = namedPorts;
    }

    static End pod(Place place, int pod, @Nullable String nodeName, @Nullable IpAddress address, NamedPorts ports) {
        return new End(Kind.POD, place, pod, NONE, nodeName, address, ports);
    }

    static End node(Place place, int node, @Nullable String nodeName, @Nullable IpAddress address) {
        return new End(Kind.NODE, place, NONE, node, nodeName, address, NamedPorts.NONE);
    }

    static End external(Place place, IpAddress address) {
        return new End(Kind.EXTERNAL, place, NONE, NONE, null, address, NamedPorts.NONE);
    }

    static End service(Place place, IpAddress address) {
        return new End(Kind.SERVICE, place, NONE, NONE, null, address, NamedPorts.NONE);
    }

    static End missing(Place place) {
        return new End(Kind.MISSING, place, NONE, NONE, null, null, NamedPorts.NONE);
    }

    void governedBy(RuleChain ingressChain, RuleChain egressChain) {
        ingress = ingressChain;
        egress = egressChain;
    }

    RuleChain chain(Direction direction) {
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

    /**
     * The one of a host's ends that meets another host: the first if the first of both are of one family, else that of a
     * family which both have. Comes out the same from either side.
     */
    static End facing(List<End> own, List<End> others) {
        End first = own.get(0);
        End other = others.get(0);
        if (first.address == null || other.address == null || first.address.wide() == other.address.wide()) {
            return first;
        }
        for (boolean wide : FAMILIES) {
            End found = ofFamily(own, wide);
            if (found != null && ofFamily(others, wide) != null) {
                return found;
            }
        }
        return first;
    }

    private static @Nullable End ofFamily(List<End> ends, boolean wide) {
        for (End end : ends) {
            if (end.address != null && end.address.wide() == wide) {
                return end;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return Wording.ENGLISH.place(place);
    }
}
