package dev.netproof.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** The kinds of objects that Netproof creates. */
public enum OwnKind {
    CONFIG_MAP("ConfigMap"), POD("Pod"), NETWORK_POLICY("NetworkPolicy"), LEASE("Lease");

    private final String kind;

    OwnKind(String kind) {
        this.kind = kind;
    }

    /** Whether the object is of this kind. */
    public boolean isOf(HasMetadata object) {
        return kind.equals(object.getKind());
    }
}
