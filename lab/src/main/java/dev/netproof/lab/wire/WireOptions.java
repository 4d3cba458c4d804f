package dev.netproof.lab.wire;

import java.time.Duration;
import java.util.List;

import dev.netproof.lab.EnforcementMode;

/**
 * How the lab's network is laid out. IPv4 only.
 *
 * @param ignoresEgress whether policies hold for ingress only, as with some CNIs
 * @param podCidr range of all pod addresses; those no pod has swallow packets silently
 * @param serviceCidr range of cluster IPs
 * @param nodes at least one; the first is where pods run that name none
 * @param dnsAddress nameserver in every pod's resolv.conf; the cluster IP of Service kube-system/kube-dns
 * @param clusterDomain without dots at its ends
 * @param policyDelay how much later the writing or removal of a policy takes effect
 * @param startupLeak how long a new pod is without the protection of policies
 */
public record WireOptions(EnforcementMode mode, boolean ignoresEgress, String podCidr, String serviceCidr,
        List<LabNode> nodes, String dnsAddress, String clusterDomain, Duration policyDelay, Duration startupLeak) {

    public WireOptions {
        Cidr.parse(podCidr);
        Cidr.parse(serviceCidr);
        Cidr.parse(dnsAddress);
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a network without a node has no place for a pod. Give it one.");
        }
    }

    /** The layout kubeadm would choose, with one node. */
    public static WireOptions of(EnforcementMode mode) {
        return new WireOptions(mode, false, "10.244.0.0/16", "10.96.0.0/16", LabNode.several(1), "10.96.0.10",
                "cluster.local", Duration.ZERO, Duration.ZERO);
    }

    public WireOptions withEgressIgnored(boolean ignored) {
        return new WireOptions(mode, ignored, podCidr, serviceCidr, nodes, dnsAddress, clusterDomain,
                policyDelay, startupLeak);
    }

    public WireOptions withNodes(List<LabNode> others) {
        return new WireOptions(mode, ignoresEgress, podCidr, serviceCidr, others, dnsAddress, clusterDomain,
                policyDelay, startupLeak);
    }

    public WireOptions withLag(Duration delayOfPolicies, Duration leakAtStartup) {
        return new WireOptions(mode, ignoresEgress, podCidr, serviceCidr, nodes, dnsAddress, clusterDomain,
                delayOfPolicies, leakAtStartup);
    }

    /** The node whose network is the machine's part of the lab: packets between all others pass it. */
    LabNode firstNode() {
        return nodes.get(0);
    }
}
