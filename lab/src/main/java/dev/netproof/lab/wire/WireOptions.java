package dev.netproof.lab.wire;

import dev.netproof.lab.EnforcementMode;

/**
 * How the lab's network is laid out. IPv4 only.
 *
 * @param ignoresEgress whether policies hold for ingress only, as with some CNIs
 * @param podCidr range of pod addresses; those no pod has swallow packets silently
 * @param serviceCidr range of cluster IPs
 * @param nodeAddress the one node's address, also that of pods in the host's network
 * @param dnsAddress nameserver in every pod's resolv.conf; the cluster IP of Service kube-system/kube-dns
 * @param clusterDomain without dots at its ends
 */
public record WireOptions(EnforcementMode mode, boolean ignoresEgress, String podCidr, String serviceCidr,
        String nodeAddress, String dnsAddress, String clusterDomain) {

    public WireOptions {
        Cidr.parse(podCidr);
        Cidr.parse(serviceCidr);
        Cidr.parse(nodeAddress);
        Cidr.parse(dnsAddress);
    }

    /** The layout kubeadm would choose. */
    public static WireOptions of(EnforcementMode mode) {
        return new WireOptions(mode, false, "10.244.0.0/16", "10.96.0.0/16", "172.30.0.1", "10.96.0.10",
                "cluster.local");
    }

    public WireOptions withEgressIgnored(boolean ignored) {
        return new WireOptions(mode, ignored, podCidr, serviceCidr, nodeAddress, dnsAddress, clusterDomain);
    }
}
