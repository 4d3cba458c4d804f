package dev.netproof.lab.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * A network of Linux network namespaces on this machine.
 *
 * <p>Needs user namespaces or root, and a few tools; nothing of it outlives this JVM, however that ends. A pod's files
 * are the machine's own, but for its {@code resolv.conf} and {@code hosts}. The commands of its containers are never
 * run: what listens is a stand-in for each port that is declared or probed, or what the pod's annotation {@code lab.netproof.dev/listen}
 * says, items {@code PORT[/TCP|/UDP][@ADDRESS]=BEHAVIOUR} separated by commas. Behaviours are {@code http} (the default
 * for TCP: status 200 and the pod's name), {@code echo} (for UDP: the pod's name and what it got), {@code connect-proxy},
 * {@code silent} (accepts, never answers) and {@code none}.
 *
 * <p>An object of {@code lab.netproof.dev/v1 PodFault} breaks the network of the pods in its namespace that carry all its
 * {@code spec.labels}: {@code fault: no-network} lets nothing pass, {@code no-egress} nothing that they start,
 * {@code no-ingress} nothing that others start, their node included; {@code transparent-proxy} accepts all their TCP
 * connections and answers none.
 *
 * <p>A pod's annotation {@code lab.netproof.dev/address} asks for that very address, or for one of each family separated by
 * commas. Without it an address that becomes free is used again as late as possible.
 *
 * <p>A pod labelled {@code k8s-app: kube-dns} in {@code kube-system} serves the cluster's names on port 53.
 */
public final class NetnsWire implements Wire {

    /**
     * Process 1 as an exec sees it, in the place of the container's: hands the signals it gets on to that. To QUIT that
     * ends well, as a web server does.
     */
    private static final String FIRST_PROCESS = """
                                                trap 'echo 143 >"$0"' TERM
                                                trap 'echo 130 >"$0"' INT
                                                trap 'echo 0 >"$0"' QUIT
                                                "$@"
                                                exit $?
                                                """;

    private static final String ADDRESS_ANNOTATION = "lab.netproof.dev/address";

    private final WireOptions options;
    private final Toolbox tools;
    private final Holder holder;
    private final Firewall firewall;
    private final NodeNetworks nodes;
    private final Map<String, CompletableFuture<Sandbox>> pods = new ConcurrentHashMap<>();
    private final Object syncing = new Object();
    private final Sandboxes sandboxes;
    private final ExternalHosts externalHosts;
    private final Lag lag;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lab policy engine").factory());
    private volatile ObjIntConsumer<String> whenEnded = (uid, exitCode) -> {};
    private ClusterState latest = ClusterState.EMPTY;
    private String hosts = "";

    private NetnsWire(WireOptions options, Toolbox tools, Holder holder) {
        this.options = options;
        this.tools = tools;
        this.holder = holder;
        this.firewall = new Firewall(holder, options);
        this.nodes = new NodeNetworks(options.nodes(), holder);
        this.sandboxes = new Sandboxes(options, holder, nodes);
        this.externalHosts = new ExternalHosts(sandboxes, options.firstNode());
        this.lag = new Lag(options.policyDelay(), options.startupLeak());
    }

    /**
     * Makes an empty network with its nodes.
     *
     * @throws IOException if the machine can't: names the missing tools and their packages, or what it doesn't allow
     */
    public static NetnsWire start(WireOptions options) throws IOException {
        Toolbox tools = Toolbox.ofThisMachine();
        tools.requireAll();
        if (options.addressFamilies().contains(Layer3.IP6) && !Files.exists(Path.of("/proc/sys/net/ipv6"))) {
            throw new IOException("lab network: this machine has no IPv6. Start the lab with IPv4 alone.");
        }
        Holder holder = Holder.start(tools);
        try {
            NetnsWire wire = new NetnsWire(options, tools, holder);
            wire.nodes.start();
            holder.write(Sandboxes.HOSTS, "");
            wire.firewall.apply(Ruleset.EMPTY);
            return wire;
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    @Override
    public List<String> start(Pod pod) throws IOException {
        String uid = pod.getMetadata().getUid();
        CompletableFuture<Sandbox> starting = new CompletableFuture<>();
        CompletableFuture<Sandbox> earlier = pods.putIfAbsent(uid, starting);
        if (earlier != null) {
            return outcome(earlier).addresses();
        }
        try {
            Sandbox sandbox = startSandbox(pod);
            starting.complete(sandbox);
            if (sandbox.servesDns()) {
                // Records may have changed between its first look at them and now.
                readRecordsAgain(sandbox);
            }
            return sandbox.addresses();
        } catch (IOException | RuntimeException e) {
            pods.remove(uid);
            starting.completeExceptionally(e);
            throw e;
        }
    }

    private Sandbox startSandbox(Pod pod) throws IOException {
        List<ListeningSocket> listeners = ListeningSocket.of(pod);
        String hostname = pod.getSpec().getHostname() != null ? pod.getSpec().getHostname()
                : pod.getMetadata().getName();
        String namespace = pod.getMetadata().getNamespace();
        boolean servesDns = isClusterDns(pod);
        boolean onNode = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        LabNode node = nodes.of(pod);
        List<String> addresses = onNode ? node.addresses() : addresses(pod, node);
        try {
            return sandboxes.start("pod " + namespace + "/" + pod.getMetadata().getName(),
                    new Sandboxes.Spec(namespace + "/" + pod.getMetadata().getName(), hostname, node, onNode,
                            addresses, namespace, servesDns, listeners),
                    exitCode -> whenEnded.accept(pod.getMetadata().getUid(), exitCode));
        } catch (IOException e) {
            if (!onNode) {
                nodes.giveBack(addresses);
            }
            throw e;
        }
    }

    private List<String> addresses(Pod pod, LabNode node) throws IOException {
        String wanted = Absent.asEmpty(pod.getMetadata().getAnnotations()).getOrDefault(ADDRESS_ANNOTATION, "");
        try {
            return nodes.take(node, Stream.of(wanted.split(",", -1)).map(String::strip)
                    .filter(address -> !address.isEmpty()).map(address -> Cidr.parse(address).toString()).toList());
        } catch (IOException | IllegalArgumentException e) {
            throw wanted.isEmpty() ? e instanceof IOException exhausted ? exhausted : new IOException(e)
                    : new IOException("pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()
                            + ": annotation " + ADDRESS_ANNOTATION + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void whenEnded(ObjIntConsumer<String> listener) {
        whenEnded = listener;
    }

    @Override
    public void end(String podUid) throws IOException {
        Sandbox sandbox = running(podUid);
        holder.run(sandbox.name(), List.of("kill", "-TERM", Long.toString(sandbox.process().pid())), "");
    }

    @Override
    public void restart(String podUid) throws IOException {
        Sandbox again = sandboxes.restart(running(podUid), exitCode -> whenEnded.accept(podUid, exitCode));
        pods.put(podUid, CompletableFuture.completedFuture(again));
        if (again.servesDns()) {
            readRecordsAgain(again);
        }
    }

    private Sandbox running(String podUid) throws IOException {
        CompletableFuture<Sandbox> pod = pods.get(podUid);
        if (pod == null) {
            throw new IOException("pod " + podUid + ": is not running. Start it first.");
        }
        return outcome(pod);
    }

    @Override
    public void stop(String podUid) throws IOException {
        CompletableFuture<Sandbox> pod = pods.remove(podUid);
        if (pod != null) {
            Sandbox sandbox = outcome(pod);
            sandboxes.stop(sandbox);
            if (sandbox.ownsAddresses()) {
                nodes.giveBack(sandbox.addresses());
            }
        }
    }

    @Override
    public void sync(ClusterState state) throws IOException {
        synchronized (syncing) {
            latest = state;
            follow();
        }
    }

    private void follow() throws IOException {
        long now = System.nanoTime();
        ClusterState seen = lag.seen(latest, now);
        Set<String> unprotected = lag.unprotected(latest, now);
        lag.next(now).ifPresent(due -> later(due - now));
        List<String> problems = new ArrayList<>();
        List<NetworkPolicy> policies = enforceable(seen.policies(), problems);
        List<ExternalHost> wanted = wellFormed(seen.externalHosts(), host -> ExternalHost.of(host, options), problems);
        List<PodFault> faults = wellFormed(seen.podFaults(), PodFault::of, problems);
        firewall.apply(rules(seen.withPolicies(policies), faults, unprotected, options));
        serve(DnsRecords.hosts(seen, wanted, options));
        externalHosts.match(
                Stream.concat(wanted.stream(), FaultRules.proxies(faults, options.addressFamilies()).stream()).toList(),
                problems);
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
    }

    /** What comes late comes without another change of the state. */
    private void later(long nanos) {
        try {
            Object unused = clock.schedule(() -> {
                synchronized (syncing) {
                    try {
                        follow();
                    } catch (IOException | RuntimeException failed) {
                        System.getLogger(NetnsWire.class.getName()).log(System.Logger.Level.WARNING,
                                "the lab's network does not follow the objects: " + failed.getMessage());
                    }
                }
            }, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            // The network is going, and with it all policies.
        }
    }

    private static List<NetworkPolicy> enforceable(List<NetworkPolicy> policies, List<String> problems) {
        List<NetworkPolicy> enforceable = new ArrayList<>();
        for (NetworkPolicy policy : policies) {
            try {
                EnforceablePolicy.validate(policy);
                enforceable.add(policy);
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        return enforceable;
    }

    /** Reads an object, or says what is wrong with it. */
    private interface Reader<T> {
        T read(GenericKubernetesResource object) throws IOException;
    }

    private static <T> List<T> wellFormed(List<GenericKubernetesResource> objects, Reader<T> reader,
            List<String> problems) {
        List<T> wellFormed = new ArrayList<>();
        for (GenericKubernetesResource object : objects) {
            try {
                wellFormed.add(reader.read(object));
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        return wellFormed;
    }

    static Ruleset rules(ClusterState state, List<PodFault> faults, Set<String> unprotected, WireOptions options) {
        Ruleset.Builder rules = new Ruleset.Builder();
        ServiceRules.collect(state, rules);
        FaultRules.collect(state, faults, rules);
        switch (options.mode()) {
            case DROP, REJECT -> PolicyRules.collect(state, unprotected, options.ignoresEgress(), rules);
            case NONE -> {
                // Stored and ignored.
            }
        }
        return rules.build();
    }

    private void serve(String records) throws IOException {
        if (!records.equals(hosts)) {
            holder.write(Sandboxes.HOSTS, records);
            hosts = records;
            for (CompletableFuture<Sandbox> pod : pods.values()) {
                if (pod.isDone() && !pod.isCompletedExceptionally() && outcome(pod).servesDns()) {
                    readRecordsAgain(outcome(pod));
                }
            }
        }
    }

    private void readRecordsAgain(Sandbox dns) throws IOException {
        holder.run("cluster DNS",
                List.of("sh", "-c", "kill -HUP \"$1\" || true", "sh", Long.toString(dns.process().pid())), "");
    }

    @Override
    public Process exec(String podUid, List<String> argv) throws IOException {
        Sandbox sandbox = running(podUid);
        // In a session of its own, as in Holder. Killing nsenter kills unshare, which takes the first process of a PID namespace with it, and so all others.
        ProcessBuilder builder = new ProcessBuilder(Stream.of(
                Stream.of("setsid"), holder.enter(sandbox.process().pid()),
                Stream.of("setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child",
                        "--mount-proc", "sh", "-c", FIRST_PROCESS, Sandboxes.signals(sandbox.files())),
                argv.stream()).flatMap(part -> part).toList());
        // Nothing of the machine's own settings, such as a proxy, may reach a probe.
        builder.environment().clear();
        builder.environment().put("PATH", tools.path());
        builder.environment().put("HOME", "/");
        builder.environment().put("HOSTNAME", sandbox.hostname());
        return builder.start();
    }

    @Override
    public boolean accepts(InetSocketAddress address, Duration timeout) {
        return answers(address, timeout, "");
    }

    @Override
    public boolean serves(InetSocketAddress address, String path, Duration timeout) {
        return answers(address, timeout, """
                                         GET %s HTTP/1.1\r
                                         Host: %s:%d\r
                                         User-Agent: kube-probe/lab\r
                                         Accept: */*\r
                                         Connection: close\r
                                         \r
                                         """.formatted(path.startsWith("/") ? path : "/" + path,
                address.getHostString(), address.getPort()));
    }

    private boolean answers(InetSocketAddress address, Duration timeout, String request) {
        try {
            return holder.connects(address.getAddress() == null ? address.getHostString()
                    : address.getAddress().getHostAddress(), address.getPort(), timeout, request);
        } catch (IOException e) {
            // The network is gone: nothing is accepted any more.
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        holder.close();
    }

    private static Sandbox outcome(CompletableFuture<Sandbox> starting) throws IOException {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    private static boolean isClusterDns(Pod pod) {
        return "kube-system".equals(pod.getMetadata().getNamespace())
                && "kube-dns".equals(Absent.asEmpty(pod.getMetadata().getLabels()).get("k8s-app"));
    }
}
