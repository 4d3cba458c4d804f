package dev.netproof.cli;

import java.nio.file.Path;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster. */
final class ClusterOptions {

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Default: what KUBECONFIG names, ~/.kube/config, or the service account of the pod this runs in.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Default: the kubeconfig's current context.")
    private @Nullable String context;

    Cluster connect() {
        return Clusters.fromKubeconfig(kubeconfig, context);
    }
}
