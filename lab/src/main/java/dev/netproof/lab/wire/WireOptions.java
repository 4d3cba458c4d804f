package dev.netproof.lab.wire;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.netproof.lab.network.Cidr;
import dev.netproof.lab.network.EnforcementMode;

/**
 * How the lab's network is laid out. IPv4, and IPv6 beside it where the nodes have it.
 *
 * @param ignoresEgress whether policies hold for ingress only, as with some CNIs
 * @param nodes at least one; the first is where pods run that name none. Addresses no pod has swallow packets silently
 * @param dnsAddress nameserver in every pod's resolv.conf; the cluster IP of Service kube-system/kube-dns
 * @param clusterDomain without dots at its ends
 * @param policyDelay how much later the writing or removal of a policy takes effect
 * @param startupLeak how long a new pod is without the protection of policies
 */
public record WireOptions(EnforcementMode mode, boolean ignoresEgress, List<LabNode> nodes, String dnsAddress,
        String clusterDomain, Duration policyDelay, Duration startupLeak) {

    private static final String SERVICES = "10.96.0.0/16";

    public WireOptions {
        Cidr.parse(dnsAddress);
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network without a node has no place for a pod. Give it one.");
        }
    }

    /** The layout kubeadm would choose, with one node. */
    public static WireOptions of(EnforcementMode mode) {
        return new WireOptions(mode, false, LabNode.several(1), "10.96.0.10",
                "cluster.local", Duration.ZERO, Duration.ZERO);
    }

    public WireOptions withEgressIgnored(boolean ignored) {
        return new WireOptions(mode, ignored, nodes, dnsAddress, clusterDomain,
                policyDelay, startupLeak);
    }

    public WireOptions withNodes(List<LabNode> others) {
        return new WireOptions(mode, ignoresEgress, others, dnsAddress, clusterDomain,
                policyDelay, startupLeak);
    }

    public WireOptions withLag(Duration delayOfPolicies, Duration leakAtStartup) {
        return new WireOptions(mode, ignoresEgress, nodes, dnsAddress, clusterDomain,
                delayOfPolicies, leakAtStartup);
    }

    /** The ranges of all pods and of all cluster IPs. */
    List<String> clusterCidrs() {
        return addressFamilies().stream().flatMap(family -> switch (family) {
            case IP -> Stream.of("10.244.0.0/16", SERVICES);
            case IP6 -> Stream.of("fd00:10:244::/56", "fd00:10:96::/112");
        }).toList();
    }

    /** The cluster IP of the API server's Service. */
    String apiAddress() {
        return Cidr.parse(SERVICES).address(1);
    }

    /** What every node has addresses of. */
    List<Layer3> addressFamilies() {
        return firstNode().addresses().stream().map(Layer3::of).toList();
    }

    /** The node whose network is the machine's part of the lab: packets between all others pass it. */
    LabNode firstNode() {
        return nodes.get(0);
    }
}
