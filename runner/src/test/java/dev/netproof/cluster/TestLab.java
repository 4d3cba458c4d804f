package dev.netproof.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import dev.netproof.lab.EnforcementMode;
import dev.netproof.lab.api.ApiServer;
import dev.netproof.lab.api.ObjectStore;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.control.ControlPlane;
import dev.netproof.lab.wire.NetnsWire;
import dev.netproof.lab.wire.Wire;
import dev.netproof.lab.wire.WireOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A lab, a kubeconfig that leads to it, and a client to set the scene with. */
public final class TestLab implements AutoCloseable {

    private final Wire wire;
    private final ApiServer server;
    private final ControlPlane control;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private TestLab(Wire wire, Path folder) throws IOException {
        this.wire = wire;
        Resources resources = new Resources(new ObjectStore(), new ResourceTypes());
        server = ApiServer.start(resources, wire::exec, 0);
        control = ControlPlane.start(resources, wire);
        kubeconfig = Files.writeString(folder.resolve("lab.kubeconfig"), kubeconfig(server.token()));
        client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig.toFile())).build();
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    public static TestLab start(Path folder) {
        Wire wire;
        try {
            wire = NetnsWire.start(WireOptions.of(EnforcementMode.DROP));
        } catch (IOException e) {
            return abort(e.toString());
        }
        try {
            return new TestLab(wire, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Cluster cluster() {
        return Clusters.fromKubeconfig(kubeconfig, "lab");
    }

    public KubernetesClient client() {
        return client;
    }

    /** Creates the objects of a manifest. */
    public void apply(String manifest) {
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).create();
    }

    String kubeconfig(String token) {
        return """
               apiVersion: v1
               kind: Config
               current-context: lab
               clusters: [{name: lab, cluster: {server: "%s", certificate-authority-data: %s}}]
               contexts: [{name: lab, context: {cluster: lab, user: lab}}]
               users: [{name: lab, user: {token: %s}}]
               """.formatted(server.url(), Base64.getEncoder().encodeToString(
                server.certificateAuthority().getBytes(StandardCharsets.UTF_8)), token);
    }

    @Override
    public void close() {
        client.close();
        control.close();
        server.close();
        wire.close();
    }
}
