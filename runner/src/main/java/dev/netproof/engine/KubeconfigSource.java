package dev.netproof.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;

/** The cluster that {@code kubectl} would take, or that {@code netproof.kubeconfig} and {@code netproof.context} name. */
final class KubeconfigSource implements ClusterSource {

    static final String NAME = "kubeconfig";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Session open(Function<String, Optional<String>> parameters) {
        return new Open(Clusters.fromKubeconfig(parameters.apply("netproof.kubeconfig").map(Path::of).orElse(null),
                parameters.apply("netproof.context").orElse(null)));
    }

    private record Open(Cluster cluster) implements Session {

        @Override
        public void close() {
            cluster.close();
        }
    }
}
