package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * The nodes of the lab, as the kernel has them.
 *
 * <p>The first node is the machine's part of the lab itself, which all packets between pods pass. Each other one is a
 * network namespace with the node's address; pods in its host's network live there. There are no links between nodes that
 * could be slow or fail.
 */
final class Nodes {

    private final Map<String, LabNode> byName = new LinkedHashMap<>();
    private final Map<String, AddressPool> pools = new HashMap<>();
    private final Map<String, Long> pids = new HashMap<>();
    private final Holder holder;
    private final LabNode first;

    Nodes(List<LabNode> nodes, Holder holder) {
        this.holder = holder;
        this.first = nodes.get(0);
        for (LabNode node : nodes) {
            byName.put(node.name(), node);
            pools.put(node.name(), new AddressPool(Cidr.parse(node.podCidr())));
        }
    }

    /** Makes the first node of what the holder has, and starts the others. */
    void start() throws IOException {
        holder.run("the lab's node", List.of("sh", "-e"), setup(first.address()));
        holder.write(Sandboxes.PROGRAM, Resources.text("pod.pl"));
        int number = 0;
        for (LabNode node : byName.values()) {
            if (!node.equals(first)) {
                String link = "node" + ++number;
                pids.put(node.name(), holder.spawn("node " + node.name(),
                        List.of("unshare", "-nmup", "--fork", "--kill-child", "perl", Sandboxes.PROGRAM),
                        """
                        name=%1$s
                        hostname=%1$s
                        files=%5$s/%2$s
                        node=%3$s
                        link=%2$s
                        address=%4$s
                        """.formatted(node.name(), link, first.address(), node.address(), Sandboxes.FILES)));
            }
        }
    }

    /** The pod's node; one that names none that is there runs on the first. */
    LabNode of(Pod pod) {
        return byName.getOrDefault(Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""), first);
    }

    AddressPool addresses(LabNode node) {
        return Objects.requireNonNull(pools.get(node.name()));
    }

    void giveBack(String address) {
        pools.values().forEach(pool -> pool.giveBack(address));
    }

    /** The start of a command line that runs the rest in the node's network. */
    List<String> enter(LabNode node) {
        Long pid = pids.get(node.name());
        return pid == null ? List.of() : List.of("nsenter", "--net=/proc/" + pid + "/ns/net");
    }

    private static String setup(String address) {
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
               """.formatted(address, Sandboxes.FILES);
    }
}
