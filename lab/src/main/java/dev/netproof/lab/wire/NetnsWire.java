package dev.netproof.lab.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * A network of Linux network namespaces on this machine.
 *
 * <p>Needs user namespaces or root, and a few tools; nothing of it outlives this JVM, however that ends. A pod's files
 * are the machine's own, but for its {@code resolv.conf} and {@code hosts}. The commands of its containers are never
 * run: what listens is a stand-in for each declared port, or what the pod's annotation {@code lab.netproof.dev/listen}
 * says, items {@code PORT[/TCP|/UDP][@ADDRESS]=BEHAVIOUR} separated by commas. Behaviours are {@code http} (the default
 * for TCP: status 200 and the pod's name), {@code echo} (for UDP: the pod's name and what it got), {@code connect-proxy},
 * {@code silent} (accepts, never answers) and {@code none}.
 *
 * <p>An object of {@code lab.netproof.dev/v1 PodFault} breaks the network of the pods in its namespace that carry all its
 * {@code spec.labels}: {@code fault: no-network} lets nothing pass, {@code fault: transparent-proxy} accepts all their
 * TCP connections and answers none.
 *
 * <p>A pod labelled {@code k8s-app: kube-dns} in {@code kube-system} serves the cluster's names on port 53.
 */
public final class NetnsWire implements Wire {

    /** Hidden from the machine by a file system of the holder's own, gone with it. */
    private static final String FILES = "/dev/shm";
    private static final String POD_PROGRAM = FILES + "/pod.pl";
    private static final String HOSTS = FILES + "/cluster-hosts";
    private static final int MAX_HOSTNAME = 63;

    private final WireOptions options;
    private final Toolbox tools;
    private final Holder holder;
    private final Firewall firewall;
    private final Nodes nodes;
    private final AtomicLong lastLink = new AtomicLong();
    private final Map<String, CompletableFuture<Sandbox>> pods = new ConcurrentHashMap<>();
    private final Object syncing = new Object();
    private final Map<String, RunningHost> runningHosts = new HashMap<>();
    private String hosts = "";

    private NetnsWire(WireOptions options, Toolbox tools, Holder holder) {
        this.options = options;
        this.tools = tools;
        this.holder = holder;
        this.firewall = new Firewall(holder, options);
        this.nodes = new Nodes(options.nodes(), holder);
    }

    /**
     * Makes an empty network with its nodes.
     *
     * @throws IOException if the machine can't: names the missing tools and their packages, or what it doesn't allow
     */
    public static NetnsWire start(WireOptions options) throws IOException {
        Toolbox tools = Toolbox.ofThisMachine();
        tools.requireAll();
        Holder holder = Holder.start(tools);
        try {
            holder.run("the lab's node", List.of("sh", "-e"), nodeSetup(options));
            holder.write(POD_PROGRAM, Resources.text("pod.pl"));
            holder.write(HOSTS, "");
            NetnsWire wire = new NetnsWire(options, tools, holder);
            wire.nodes.start(POD_PROGRAM);
            wire.firewall.apply(Ruleset.EMPTY);
            return wire;
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    @Override
    public String start(Pod pod) throws IOException {
        String uid = pod.getMetadata().getUid();
        CompletableFuture<Sandbox> starting = new CompletableFuture<>();
        CompletableFuture<Sandbox> earlier = pods.putIfAbsent(uid, starting);
        if (earlier != null) {
            return outcome(earlier).address();
        }
        try {
            Sandbox sandbox = startSandbox(pod);
            starting.complete(sandbox);
            if (sandbox.servesDns()) {
                // Records may have changed between its first look at them and now.
                readRecordsAgain(sandbox);
            }
            return sandbox.address();
        } catch (IOException | RuntimeException e) {
            pods.remove(uid);
            starting.completeExceptionally(e);
            throw e;
        }
    }

    private Sandbox startSandbox(Pod pod) throws IOException {
        List<Listener> listeners = Listener.of(pod);
        String hostname = pod.getSpec().getHostname() != null ? pod.getSpec().getHostname()
                : pod.getMetadata().getName();
        String namespace = pod.getMetadata().getNamespace();
        boolean servesDns = isClusterDns(pod);
        boolean onNode = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        LabNode node = nodes.of(pod);
        String address = onNode ? node.address() : nodes.addresses(node).take();
        try {
            return spawn("pod " + namespace + "/" + pod.getMetadata().getName(),
                    new Spec(namespace + "/" + pod.getMetadata().getName(), hostname, node, onNode,
                            List.of(address), namespace, servesDns, listeners));
        } catch (IOException e) {
            if (!onNode) {
                nodes.giveBack(address);
            }
            throw e;
        }
    }

    @Override
    public void stop(String podUid) throws IOException {
        CompletableFuture<Sandbox> pod = pods.remove(podUid);
        if (pod != null) {
            Sandbox sandbox = outcome(pod);
            stop(sandbox);
            if (sandbox.ownsAddress()) {
                nodes.giveBack(sandbox.address());
            }
        }
    }

    @Override
    public void sync(ClusterState state) throws IOException {
        synchronized (syncing) {
            List<String> problems = new ArrayList<>();
            List<NetworkPolicy> policies = enforceable(state.policies(), problems);
            List<ExternalHost> wanted = wellFormed(state.externalHosts(), host -> ExternalHost.of(host, options),
                    problems);
            List<PodFault> faults = wellFormed(state.podFaults(), PodFault::of, problems);
            firewall.apply(rules(state.withPolicies(policies), faults, options));
            serve(DnsRecords.hosts(state, wanted, options));
            syncExternalHosts(Stream.concat(wanted.stream(), FaultRules.proxies(faults).stream()).toList(), problems);
            if (!problems.isEmpty()) {
                throw new IOException(String.join("\n", problems));
            }
        }
    }

    private static List<NetworkPolicy> enforceable(List<NetworkPolicy> policies, List<String> problems) {
        List<NetworkPolicy> enforceable = new ArrayList<>();
        for (NetworkPolicy policy : policies) {
            try {
                PolicyValidation.validate(policy);
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

    static Ruleset rules(ClusterState state, List<PodFault> faults, WireOptions options) {
        Ruleset.Builder rules = new Ruleset.Builder();
        ServiceRules.collect(state, rules);
        FaultRules.collect(state, faults, rules);
        switch (options.mode()) {
            case DROP, REJECT -> PolicyRules.collect(state, options.ignoresEgress(), rules);
            case NONE -> {
                // Stored and ignored.
            }
        }
        return rules.build();
    }

    private void serve(String records) throws IOException {
        if (!records.equals(hosts)) {
            holder.write(HOSTS, records);
            hosts = records;
            for (CompletableFuture<Sandbox> pod : pods.values()) {
                if (pod.isDone() && !pod.isCompletedExceptionally() && outcome(pod).servesDns()) {
                    readRecordsAgain(outcome(pod));
                }
            }
        }
    }

    private void readRecordsAgain(Sandbox dns) throws IOException {
        holder.run("cluster DNS", List.of("sh", "-c", "kill -HUP \"$1\" || true", "sh", Long.toString(dns.pid())), "");
    }

    private void syncExternalHosts(List<ExternalHost> wanted, List<String> problems) throws IOException {
        Map<String, ExternalHost> byName = new LinkedHashMap<>();
        wanted.forEach(host -> byName.put(host.name(), host));
        for (RunningHost running : List.copyOf(runningHosts.values())) {
            ExternalHost still = byName.get(running.host.name());
            if (still == null || !running.serves(still)) {
                runningHosts.remove(running.host.name());
                stop(running.sandbox);
            }
        }
        for (ExternalHost host : byName.values()) {
            if (!runningHosts.containsKey(host.name())) {
                try {
                    Sandbox sandbox = spawn("external host " + host.name(), new Spec(host.name(), host.name(),
                            options.firstNode(), false, host.addresses(), "default", false, host.listeners()));
                    runningHosts.put(host.name(), new RunningHost(host, sandbox));
                } catch (IOException e) {
                    problems.add(e.getMessage());
                }
            }
        }
    }

    private record RunningHost(ExternalHost host, Sandbox sandbox) {

        private boolean serves(ExternalHost wanted) {
            return host.addresses().equals(wanted.addresses()) && host.listeners().equals(wanted.listeners());
        }
    }

    @Override
    public Process exec(String podUid, List<String> argv) throws IOException {
        CompletableFuture<Sandbox> pod = pods.get(podUid);
        if (pod == null) {
            throw new IOException("pod " + podUid + ": is not running. Start it first.");
        }
        Sandbox sandbox = outcome(pod);
        // Killing nsenter kills unshare, which takes the first process of a PID namespace with it, and so all others.
        ProcessBuilder builder = new ProcessBuilder(Stream.of(
                holder.enter(sandbox.pid()),
                Stream.of("setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child",
                        "--mount-proc", "sh", "-c", "\"$@\"; exit $?", "sh"),
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
        try {
            return holder.connects(address.getAddress() == null ? address.getHostString()
                    : address.getAddress().getHostAddress(), address.getPort(), timeout);
        } catch (IOException e) {
            // The network is gone: nothing is accepted any more.
            return false;
        }
    }

    @Override
    public void close() {
        holder.close();
    }

    private record Spec(String name, String hostname, LabNode node, boolean onNode, List<String> addresses,
            String namespace, boolean servesDns, List<Listener> listeners) {}

    private Sandbox spawn(String what, Spec spec) throws IOException {
        String link = "pod" + lastLink.incrementAndGet();
        String files = FILES + "/" + link;
        String hostname = spec.hostname.length() <= MAX_HOSTNAME ? spec.hostname
                : spec.hostname.substring(0, MAX_HOSTNAME);
        List<String> lines = new ArrayList<>();
        lines.add("name=" + spec.name);
        lines.add("hostname=" + hostname);
        lines.add("files=" + files);
        lines.add("node=" + (spec.onNode ? spec.node : options.firstNode()).address());
        if (!spec.onNode) {
            lines.add("link=" + link);
            spec.addresses.forEach(address -> lines.add("address=" + address));
        }
        lines.add("resolver=nameserver " + options.dnsAddress());
        lines.add("resolver=search %1$s.svc.%2$s svc.%2$s %2$s".formatted(spec.namespace, options.clusterDomain()));
        lines.add("resolver=options ndots:5 timeout:2 attempts:1");
        for (Listener listener : spec.listeners) {
            if (!spec.servesDns || listener.port().number() != 53) {
                lines.add("listen=%s %s %d %s".formatted(listener.port().protocol().name().toLowerCase(Locale.ROOT),
                        listener.address(), listener.port().number(), listener.behaviour().word()));
            }
        }
        if (spec.servesDns) {
            lines.add("dns=" + HOSTS);
        }
        List<String> argv = new ArrayList<>(spec.onNode ? nodes.enter(spec.node) : List.of());
        argv.addAll(List.of("unshare", spec.onNode ? "-mup" : "-nmup", "--fork", "--kill-child", "perl", POD_PROGRAM));
        long pid = holder.spawn(what, argv, String.join("\n", lines) + "\n");
        return new Sandbox(spec.name, hostname, spec.addresses.get(0), !spec.onNode, pid, spec.onNode ? "" : link,
                files, spec.servesDns);
    }

    private void stop(Sandbox sandbox) throws IOException {
        // Without its routes nothing reaches it at once. The kernel takes the link away by and by: waiting for that
        // would cost 40 ms a pod.
        holder.run(sandbox.name(), List.of("sh", "-c",
                "[ -z \"$1\" ] || ip route flush dev \"$1\"; rm -rf \"$2\"", "sh", sandbox.link(), sandbox.files()),
                "");
        holder.kill(sandbox.pid());
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

    private static String nodeSetup(WireOptions options) {
        return """
               mount -t tmpfs tmpfs %2$s
               set_() { if [ -e "/proc/sys/net/$1" ]; then echo "$2" > "/proc/sys/net/$1"; fi; }
               set_ ipv4/ip_forward 1
               set_ ipv6/conf/default/disable_ipv6 1
               # The kernel would answer only a few rejected packets at a time, the rest would look dropped.
               set_ ipv4/icmp_ratemask 0
               for of in all default; do
                   set_ ipv4/conf/$of/rp_filter 0
                   set_ ipv4/conf/$of/send_redirects 0
               done
               # Packets for addresses that nobody has go into a link whose other end is down: no answer at all.
               ip -batch - <<END
               link set lo up
               addr add %1$s/32 dev lo
               link add void0 type veth peer name void1
               link set void0 up arp off
               route add default dev void0 src %1$s
               END
               # Resolve by the pod's own resolv.conf alone: sockets of the machine's resolvers reach into namespaces.
               if [ -e /etc/nsswitch.conf ]; then
                   echo 'hosts: files dns' > %2$s/nsswitch.conf
                   mount --bind %2$s/nsswitch.conf /etc/nsswitch.conf
               fi
               if [ -d /run/nscd ]; then mount -t tmpfs tmpfs /run/nscd; fi
               """.formatted(options.firstNode().address(), FILES);
    }
}
