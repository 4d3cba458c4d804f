package dev.netproof.cluster;

import java.nio.file.Path;
import java.time.Duration;

/** A cluster behind what stands before its API server, for which it has a tenth of the usual patience. */
public final class ImpatientCluster {

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(4), Duration.ofSeconds(2),
            Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(1500), Duration.ofMillis(300));

    private ImpatientCluster() {}

    public static Cluster at(Path kubeconfig) {
        return Clusters.fromKubeconfig(kubeconfig, null, PATIENCE);
    }
}
