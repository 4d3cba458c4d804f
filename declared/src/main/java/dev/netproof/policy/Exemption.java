package dev.netproof.policy;

import java.util.List;

/** Flows that are not up to any policy. */
enum Exemption {
    /** Policies decide. */
    NONE,
    /** A pod reaches its own address whatever the policies say. */
    ITSELF,
    /** Engines differ about a pod and the node it runs on. */
    OWN_NODE,
    /** Translated to a pod's address before policies see it. */
    SERVICE,
    /** Not in the snapshot. */
    MISSING,
    /** No pod of the cluster takes part. */
    OUTSIDE,
    /** No address family in common. */
    NO_FAMILY;

    static Exemption of(End source, End destination) {
        if (source.kind == End.Kind.POD && destination.kind == End.Kind.POD) {
            return source.pod == destination.pod ? ITSELF : familyOf(source, destination);
        }
        if (source.kind == End.Kind.MISSING || destination.kind == End.Kind.MISSING) {
            return MISSING;
        }
        if (source.kind == End.Kind.SERVICE || destination.kind == End.Kind.SERVICE) {
            return SERVICE;
        }
        if (source.kind == End.Kind.EXTERNAL && destination.kind == End.Kind.EXTERNAL) {
            return OUTSIDE;
        }
        return source.mayShareNodeWith(destination) ? OWN_NODE : familyOf(source, destination);
    }

    private static Exemption familyOf(End source, End destination) {
        return source.address == null || destination.address == null
                || source.address.wide() == destination.address.wide() ? NONE : NO_FAMILY;
    }

    Decision decision() {
        return this == ITSELF ? Decision.ALLOWED : Decision.UNKNOWN;
    }

    /** Of both sides. */
    SideVerdict declared(End source, End destination) {
        String flow = source + " to " + destination;
        return switch (this) {
            case NONE -> throw new IllegalStateException("policies decide on " + flow);
            case ITSELF -> new SideVerdict.Allowed(List.of(), List.of(),
                    List.of("A pod reaches its own address whatever the policies say."));
            case OWN_NODE -> unknown(flow + ": engines differ about traffic between a pod and its own node.");
            case SERVICE -> unknown((destination.kind == End.Kind.SERVICE ? destination : source)
                    + " has this address. Policies see the pods behind it: ask about its backends.");
            case MISSING -> unknown((destination.kind == End.Kind.MISSING ? destination : source)
                    + " is neither an address nor a running pod of the snapshot.");
            case OUTSIDE -> unknown(flow + ": neither is in the cluster.");
            case NO_FAMILY -> unknown(flow + ": they have no address family in common.");
        };
    }

    private static SideVerdict unknown(String reason) {
        return new SideVerdict.Unknown(List.of(), List.of(reason));
    }
}
