package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Starts and ends the processes that stand in for pods and external hosts. Thread-safe. */
final class Sandboxes {

    /** Hidden from the machine by a file system of the holder's own, gone with it. */
    static final String FILES = "/dev/shm";
    static final String PROGRAM = FILES + "/pod.pl";
    static final String HOSTS = FILES + "/cluster-hosts";
    private static final int MAX_HOSTNAME = 63;

    private final WireOptions options;
    private final Holder holder;
    private final NodeNetworks nodes;
    private final AtomicLong lastLink = new AtomicLong();

    Sandboxes(WireOptions options, Holder holder, NodeNetworks nodes) {
        this.options = options;
        this.holder = holder;
        this.nodes = nodes;
    }

    /**
     * What is to be started.
     *
     * @param onNode whether it lives in its node's network, and has no address of its own
     * @param namespace whose names it may shorten
     */
    record Spec(String name, String hostname, LabNode node, boolean onNode, List<String> addresses,
            String namespace, boolean servesDns, List<ListeningSocket> listeners) {}

    /**
     * Starts what stands in for a pod or a host.
     *
     * @param what it is, the start of error messages
     * @param whenEnded gets the exit code of its process, unless it was stopped
     */
    Sandbox start(String what, Spec spec, IntConsumer whenEnded) throws IOException {
        String link = "pod" + lastLink.incrementAndGet();
        String files = FILES + "/" + link;
        String hostname = spec.hostname.length() <= MAX_HOSTNAME ? spec.hostname
                : spec.hostname.substring(0, MAX_HOSTNAME);
        List<String> lines = new ArrayList<>();
        lines.add("name=" + spec.name);
        lines.add("hostname=" + hostname);
        lines.add("files=" + files);
        (spec.onNode ? spec.node : options.firstNode()).addresses().forEach(address -> lines.add("node=" + address));
        if (!spec.onNode) {
            spec.addresses.forEach(address -> lines.add("address=" + address));
        }
        lines.add("resolver=nameserver " + options.dnsAddress());
        lines.add("resolver=search %1$s.svc.%2$s svc.%2$s %2$s".formatted(spec.namespace, options.clusterDomain()));
        lines.add("resolver=options ndots:5 timeout:2 attempts:1");
        for (ListeningSocket listener : spec.listeners) {
            if (!spec.servesDns || listener.port().number() != 53) {
                lines.add("listen=%s %s %d %s".formatted(listener.port().protocol().name().toLowerCase(Locale.ROOT),
                        listener.address(), listener.port().number(), listener.behaviour().word()));
            }
        }
        if (spec.servesDns) {
            lines.add("dns=" + HOSTS);
        }
        List<String> argv = new ArrayList<>(spec.onNode ? nodes.enter(spec.node) : List.of());
        argv.addAll(List.of("unshare", spec.onNode ? "-mup" : "-nmup", "--fork", "--kill-child", "perl", PROGRAM));
        String input = String.join("\n", lines) + "\n";
        Holder.Spawned process = holder.spawn(what, argv, spec.onNode ? input : input + "link=" + link + "\n",
                whenEnded);
        return new Sandbox(spec.name, hostname, spec.addresses, !spec.onNode, process, spec.onNode ? "" : link,
                files, spec.servesDns, new Sandbox.Again(what, input));
    }

    /** Starts the process of a sandbox that has ended again, in the network it left. */
    Sandbox restart(Sandbox ended, IntConsumer whenEnded) throws IOException {
        Holder.Spawned process = holder.spawn(ended.again().what(),
                List.of("nsenter", "--net=" + ended.process().network(),
                        "unshare", "-mup", "--fork", "--kill-child", "perl", PROGRAM),
                ended.again().input(), whenEnded);
        holder.kill(ended.process());
        return ended.with(process);
    }

    /** Where the first process of a sandbox takes signals from others in the form of its exit code. */
    static String signals(String files) {
        return files + "/signals";
    }

    /** A key with each of its values, as the program reads them. */
    static String lines(String key, List<String> values) {
        return values.stream().map(value -> key + "=" + value + "\n").collect(Collectors.joining());
    }

    void stop(Sandbox sandbox) throws IOException {
        boolean hasIpv6 = sandbox.addresses().stream().anyMatch(address -> Layer3.of(address) == Layer3.IP6);
        // Without its routes nothing reaches it at once. The kernel takes the link away by and by: waiting for that
        // would cost 40 ms a pod.
        holder.run(sandbox.name(), List.of("sh", "-c",
                "[ -z \"$1\" ] || ip route flush dev \"$1\"; [ -z \"$3\" ] || ip -6 route flush dev \"$1\"; rm -rf \"$2\"",
                "sh", sandbox.link(), sandbox.files(), hasIpv6 ? sandbox.link() : ""),
                "");
        holder.kill(sandbox.process());
    }
}
