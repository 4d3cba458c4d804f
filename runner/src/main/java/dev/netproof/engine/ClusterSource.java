package dev.netproof.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

import dev.netproof.cluster.Cluster;

/**
 * Where the cluster comes from when a build or an IDE starts the run. Found by {@link java.util.ServiceLoader}; the
 * configuration parameter {@code netproof.cluster} names the one to take.
 */
public interface ClusterSource {

    /** One word, the value of {@code netproof.cluster}. */
    String name();

    /**
     * Opens the cluster for one run. Called when tests are executed, never when they are discovered.
     *
     * @param parameters configuration parameters by key; empty for what is not set
     * @throws IOException if there is no cluster to be had; says why, and how to fix it
     */
    Session open(Function<String, Optional<String>> parameters) throws IOException;

    /** A cluster for as long as one run takes. */
    interface Session extends AutoCloseable {

        Cluster cluster();

        /** Closes the cluster, and ends what was started for it. */
        @Override
        void close();
    }
}
