package dev.netproof.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import dev.netproof.lab.api.ApiServer;
import dev.netproof.lab.api.ObjectStore;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.control.ControlPlane;
import dev.netproof.lab.network.IpFamily;
import dev.netproof.lab.wire.LabNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** API server and controllers over a {@link FakeWire}, and a client. */
public final class TestCluster implements AutoCloseable {
    private final FakeWire wire = new FakeWire();
    private final Resources resources;
    private final ApiServer server;
    private final ControlPlane control;
    private final KubernetesClient client;

    /** With one node. */
    public TestCluster() {
        this(1);
    }

    public TestCluster(int nodes) {
        this(nodes, List.of(IpFamily.IPV4));
    }

    public TestCluster(int nodes, List<IpFamily> families) {
        resources = new Resources(new ObjectStore(), new ResourceTypes(), families);
        wire.setFamilies(families);
        try {
            server = ApiServer.start(resources, wire::exec, 0);
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
        control = ControlPlane.start(resources, wire, LabNode.several(nodes, families));
        client = new KubernetesClientBuilder().withConfig(config().build()).build();
    }

    /** A client configuration that reaches the server. */
    public ConfigBuilder config() {
        return new ConfigBuilder(Config.empty()).withMasterUrl(server.url()).withOauthToken(server.token())
                .withCaCertData(server.certificateAuthority()).withNamespace("default").withRequestRetryBackoffLimit(0);
    }

    public KubernetesClient client() {
        return client;
    }

    public FakeWire wire() {
        return wire;
    }

    public ApiServer server() {
        return server;
    }

    public Resources resources() {
        return resources;
    }

    @Override
    public void close() {
        client.close();
        control.close();
        server.close();
    }
}
