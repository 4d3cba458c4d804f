package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Which cluster a run was made in.
 *
 * @param context name of the kubeconfig context, or {@code in-cluster}
 * @param uid uid of the {@code kube-system} namespace, the customary identity of a cluster
 * @param nodes how many; 0 when the run may not read them
 * @param cni network plugins that were recognised by their agents or by what they write on nodes; null when none was
 */
public record ClusterIdentity(String context, String version, @Nullable String uid, int nodes, @Nullable String cni) {

    /** A cluster whose network plugin is not known. */
    public ClusterIdentity(String context, String version, @Nullable String uid, int nodes) {
        this(context, version, uid, nodes, null);
    }
}
