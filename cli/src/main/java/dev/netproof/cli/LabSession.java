package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import dev.netproof.lab.Lab;
import dev.netproof.lab.LabNotReadyException;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.ManifestException;
import dev.netproof.run.Cancellation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/** A lab that can be probed: the canary's scratch namespace is there, and everything in the manifests is ready. */
record LabSession(Lab lab, Cluster cluster) implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    /**
     * Starts a lab and waits until all in it is ready.
     *
     * @throws CancellationException when cancelled; nothing of the lab is left
     */
    static LabSession start(LabOptions options, List<Path> manifests, Terminal terminal, Cancellation cancellation)
            throws IOException, ManifestException, LabNotReadyException, InterruptedException {
        cancellation.enter();
        try {
            return start(options, manifests, terminal);
        } catch (IOException | LabNotReadyException | InterruptedException | RuntimeException e) {
            if (cancellation.requested()) {
                throw new CancellationException("interrupted while starting the lab");
            }
            throw e;
        } finally {
            cancellation.leave();
        }
    }

    static LabSession start(LabOptions options, List<Path> manifests, Terminal terminal)
            throws IOException, ManifestException, LabNotReadyException, InterruptedException {
        Lab.check(options, manifests, Set.of(CanaryOptions.DEFAULT_NAMESPACE));
        terminal.step("starting the lab, mode " + options.mode().name().toLowerCase(Locale.ROOT));
        Lab lab = Lab.start(options);
        try {
            Cluster cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
            cluster.create(new NamespaceBuilder().withNewMetadata()
                    .withName(CanaryOptions.DEFAULT_NAMESPACE)
                    .endMetadata()
                    .build());
            if (!manifests.isEmpty()) {
                terminal.step("applying manifests");
                lab.apply(manifests);
            }
            terminal.step("waiting for pods");
            lab.awaitReady(READY);
            return new LabSession(lab, cluster);
        } catch (ManifestException | LabNotReadyException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    @Override
    public void close() {
        cluster.close();
        lab.close();
    }
}
