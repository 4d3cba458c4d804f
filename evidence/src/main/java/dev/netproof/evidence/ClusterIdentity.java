package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Which cluster a run was made in.
 *
 * @param context name of the kubeconfig context, or {@code in-cluster}
 * @param uid uid of the {@code kube-system} namespace, the customary identity of a cluster
 */
public record ClusterIdentity(String context, String version, @Nullable String uid, int nodes) {}
