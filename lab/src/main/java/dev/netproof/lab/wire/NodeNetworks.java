package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * The nodes of the lab, as the kernel has them.
 *
 * <p>The first node is the machine's part of the lab itself, which all packets between pods pass. Each other one is a
 * network namespace with the node's address; pods in its host's network live there. There are no links between nodes that
 * could be slow or fail.
 */
final class NodeNetworks {

    private final Map<String, LabNode> byName = new LinkedHashMap<>();
    private final Map<String, List<AddressPool>> pools = new HashMap<>();
    private final Map<String, Long> pids = new HashMap<>();
    private final Holder holder;
    private final LabNode first;

    NodeNetworks(List<LabNode> nodes, Holder holder) {
        this.holder = holder;
        this.first = nodes.get(0);
        for (LabNode node : nodes) {
            byName.put(node.name(), node);
            pools.put(node.name(), node.podCidrs().stream().map(Cidr::parse).map(AddressPool::new).toList());
        }
    }

    /** Makes the first node of what the holder has, and starts the others. */
    void start() throws IOException {
        holder.run("the lab's node", List.of("sh", "-e"), setup());
        holder.write(Sandboxes.PROGRAM, BundledPrograms.text("pod.pl"));
        int number = 0;
        for (LabNode node : byName.values()) {
            if (!node.equals(first)) {
                String link = "node" + ++number;
                pids.put(node.name(), holder.spawn("node " + node.name(),
                        List.of("unshare", "-nmup", "--fork", "--kill-child", "perl", Sandboxes.PROGRAM),
                        """
                        name=%1$s
                        hostname=%1$s
                        files=%3$s/%2$s
                        link=%2$s
                        %4$s%5$s""".formatted(node.name(), link, Sandboxes.FILES,
                                Sandboxes.lines("node", first.addresses()),
                                Sandboxes.lines("address", node.addresses())),
                        exitCode -> {}).pid());
            }
        }
    }

    /** The pod's node; one that names none that is there runs on the first. */
    LabNode of(Pod pod) {
        return byName.getOrDefault(Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""), first);
    }

    /**
     * Addresses for a pod of the node, one of each family.
     *
     * @param wanted the very ones it asks for; of a family of which there is none here, the next
     * @throws IOException if one of them is not the node's or not free
     */
    List<String> take(LabNode node, List<String> wanted) throws IOException {
        List<String> taken = new ArrayList<>();
        try {
            for (int i = 0; i < node.podCidrs().size(); i++) {
                AddressPool pool = Objects.requireNonNull(pools.get(node.name())).get(i);
                Layer3 family = Layer3.of(node.podCidrs().get(i));
                Optional<String> one = wanted.stream().filter(address -> Layer3.of(address) == family).findFirst();
                if (one.isPresent()) {
                    pool.take(one.get());
                }
                taken.add(one.isPresent() ? one.get() : pool.take());
            }
        } catch (IOException exhausted) {
            giveBack(taken);
            throw exhausted;
        }
        return List.copyOf(taken);
    }

    void giveBack(List<String> addresses) {
        pools.values().forEach(ofNode -> ofNode.forEach(pool -> addresses.forEach(pool::giveBack)));
    }

    /** The start of a command line that runs the rest in the node's network. */
    List<String> enter(LabNode node) {
        Long pid = pids.get(node.name());
        return pid == null ? List.of() : List.of("nsenter", "--net=/proc/" + pid + "/ns/net");
    }

    private String setup() {
        boolean hasIpv6 = first.addresses().stream().anyMatch(address -> Layer3.of(address) == Layer3.IP6);
        return """
               mount -t tmpfs tmpfs %1$s
               set_() { if [ -e "/proc/sys/net/$1" ]; then echo "$2" > "/proc/sys/net/$1"; fi; }
               set_ ipv4/ip_forward 1
               set_ ipv6/conf/default/disable_ipv6 %2$d
               # The kernel would answer only a few rejected packets at a time, the rest would look dropped.
               set_ ipv4/icmp_ratemask 0
               set_ ipv6/icmp/ratemask ''
               set_ ipv6/conf/all/forwarding %3$d
               # Addresses are given, never made up, and there is nobody who could have the same.
               set_ ipv6/conf/default/addr_gen_mode 1
               set_ ipv6/conf/default/accept_dad 0
               for of in all default; do
                   set_ ipv4/conf/$of/rp_filter 0
                   set_ ipv4/conf/$of/send_redirects 0
               done
               # Packets for addresses that nobody has go into a link whose other end is down: no answer at all.
               ip -batch - <<END
               link set lo up
               link add void0 type veth peer name void1
               link set void0 up arp off
               %4$s
               END
               # Resolve by the pod's own resolv.conf alone: sockets of the machine's resolvers reach into namespaces.
               if [ -e /etc/nsswitch.conf ]; then
                   echo 'hosts: files dns' > %1$s/nsswitch.conf
                   mount --bind %1$s/nsswitch.conf /etc/nsswitch.conf
               fi
               if [ -d /run/nscd ]; then mount -t tmpfs tmpfs /run/nscd; fi
               """.formatted(Sandboxes.FILES, hasIpv6 ? 0 : 1, hasIpv6 ? 1 : 0, first.addresses().stream()
                .map(address -> "addr add %1$s dev lo%2$s\nroute add default dev void0 src %1$s"
                        .formatted(address, Layer3.of(address) == Layer3.IP6 ? " nodad" : ""))
                .collect(Collectors.joining("\n")));
    }
}
