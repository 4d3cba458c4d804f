package dev.netproof.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.netproof.lab.Lab;
import dev.netproof.lab.LabNotReadyException;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.ManifestException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A lab with a scene, and a client to look behind the prober's back. */
public final class TestLab implements AutoCloseable {

    private static final Patience IMPATIENT = new Patience(Duration.ofSeconds(4), Duration.ofSeconds(2),
            Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(1500), Duration.ofMillis(300));

    private final Lab lab;
    private final KubernetesClient client;

    private TestLab(Lab lab) {
        this.lab = lab;
        this.client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(lab.kubeconfigText())).build();
    }

    /**
     * A lab in which the manifest's workloads run. Skips the test, visibly, on a machine that has no namespaces to give.
     */
    public static TestLab start(Path folder, String manifest) {
        Lab lab;
        try {
            lab = Lab.start(LabOptions.defaults().withDirectory(folder));
        } catch (IOException e) {
            return abort(e.toString());
        }
        try {
            lab.apply(List.of(Files.writeString(folder.resolve("scene.yaml"), manifest)));
            lab.awaitReady(Duration.ofMinutes(1));
            return new TestLab(lab);
        } catch (IOException e) {
            lab.close();
            throw new UncheckedIOException(e);
        } catch (ManifestException | LabNotReadyException | InterruptedException e) {
            lab.close();
            throw new IllegalStateException("the scene does not stand", e);
        }
    }

    public Cluster cluster() {
        return Clusters.fromKubeconfig(lab.kubeconfig(), null);
    }

    /** Through what stands before the API server, with a tenth of the usual patience. */
    public Cluster impatient(Path kubeconfig) {
        return Clusters.fromKubeconfig(kubeconfig, null, IMPATIENT);
    }

    /** The text of the lab's own. */
    public String kubeconfig() {
        return lab.kubeconfigText();
    }

    public KubernetesClient client() {
        return client;
    }

    /** The lab's kubeconfig with a text replaced. */
    String kubeconfig(String text, String replacement) {
        return lab.kubeconfigText().replace(text, replacement);
    }

    @Override
    public void close() {
        client.close();
        lab.close();
    }
}
