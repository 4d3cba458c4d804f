package dev.netproof.testkit;

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

    public Path kubeconfig() {
        return lab.kubeconfig();
    }

    /** What stands in {@link #kubeconfig()}. */
    public String kubeconfigText() {
        return lab.kubeconfigText();
    }

    public KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        lab.close();
    }
}
