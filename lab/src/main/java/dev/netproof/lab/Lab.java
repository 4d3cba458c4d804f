package dev.netproof.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.netproof.lab.api.ApiServer;
import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectStore;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.control.Bootstrap;
import dev.netproof.lab.control.ControlPlane;
import dev.netproof.lab.wire.LabNode;
import dev.netproof.lab.wire.NetnsWire;
import dev.netproof.lab.wire.Wire;
import dev.netproof.lab.wire.WireOptions;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stand-in for a cluster on this machine: a Kubernetes API for kubectl and client libraries, and pods on a network that
 * carries real packets and enforces NetworkPolicy.
 *
 * <p>Containers are stand-ins that listen on their declared ports; their commands are never run. Nodes are simulated, with
 * no links between them that could be slow or fail. There is no authorisation beyond the token, no admission webhooks,
 * quota or autoscaling, and Jobs start nothing. Everything ends with this JVM, however that ends. Thread-safe.
 */
public final class Lab implements AutoCloseable {
    private final Wire wire;
    private final Resources resources;
    private final ControlPlane control;
    private final ApiServer server;
    private final Path kubeconfig;
    private final Path directory;
    private final boolean temporary;

    private Lab(LabOptions options, Wire wire) throws IOException {
        this.wire = wire;
        this.resources = new Resources(new ObjectStore(), new ResourceTypes(), options.ipFamilies());
        this.server = ApiServer.start(resources, wire::exec, options.port());
        this.control = ControlPlane.start(resources, wire, nodes(options));
        this.temporary = options.directory().isEmpty();
        this.directory = temporary ? Files.createTempDirectory("netproof-lab-")
                : Files.createDirectories(options.directory().get());
        this.kubeconfig = directory.resolve("kubeconfig").toAbsolutePath();
        Kubeconfig.write(kubeconfig, kubeconfigText());
    }

    /**
     * Starts an empty cluster: the usual namespaces, the nodes, cluster DNS.
     *
     * @throws IOException if this machine can't, the port is taken, or the kubeconfig can't be written; says how to fix
     *     it
     */
    public static Lab start(LabOptions options) throws IOException {
        return start(options,
                NetnsWire.start(WireOptions.of(options.mode()).withEgressIgnored(options.ignoresEgress())
                        .withNodes(nodes(options))
                        .withLag(options.policyDelay(), options.startupLeak())));
    }

    /**
     * Finds what {@link #apply} would refuse in a fresh lab of these options, without one.
     *
     * @param namespaces that will be there besides those of every cluster
     * @throws ManifestException if anything is wrong with any of the manifests
     */
    public static void check(LabOptions options, List<Path> paths, Set<String> namespaces) throws ManifestException {
        Resources scratch = new Resources(new ObjectStore(), new ResourceTypes(), options.ipFamilies());
        new Bootstrap(scratch, nodes(options)).run();
        for (String name : namespaces) {
            ObjectNode namespace = Json.object();
            Json.child(namespace, "metadata").put("name", name);
            scratch.create(ResourceTypes.NAMESPACES, "", namespace);
        }
        new ManifestApplication(scratch).apply(paths);
    }

    private static List<LabNode> nodes(LabOptions options) {
        return LabNode.several(options.nodes(), options.ipFamilies());
    }

    /** Starts a cluster over a network that is there already; the lab closes it, also if it cannot start. */
    static Lab start(LabOptions options, Wire wire) throws IOException {
        try {
            return new Lab(options, wire);
        } catch (IOException | RuntimeException notStarted) {
            wire.close();
            throw notStarted;
        }
    }

    /** The file with everything a client needs, readable by its owner only. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** What is in {@link #kubeconfig()}. */
    public String kubeconfigText() {
        return Kubeconfig.text(server);
    }

    /** The API server's URL on 127.0.0.1. */
    public String url() {
        return server.url();
    }

    /**
     * Creates or updates what the manifests say; returns before workloads run.
     *
     * <p>Files hold one or more YAML or JSON documents, {@code kind: List} included; folders are searched with all their
     * folders for {@code .yaml}, {@code .yml} and {@code .json}. Kinds nobody knows are stored too. An object without a
     * namespace goes to {@code default}.
     *
     * @throws ManifestException if anything is wrong with any of them; then nothing was applied
     */
    public void apply(List<Path> paths) throws ManifestException {
        new ManifestApplication(resources).apply(paths);
    }

    /**
     * Waits until every workload has its pods and every pod is ready.
     *
     * @throws LabNotReadyException if that takes longer than the timeout; names what is not ready and why
     */
    public void awaitReady(Duration timeout) throws InterruptedException, LabNotReadyException {
        new Readiness(resources.store(), control::networkProblem).await(timeout);
    }

    /** Ends the API, every pod and the network. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            control.close();
            wire.close();
            if (temporary) {
                delete(kubeconfig);
                delete(directory);
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // A file that is left in the temporary directory opens nothing any more.
        }
    }
}
