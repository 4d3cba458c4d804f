package dev.netproof.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.netproof.lab.network.EnforcementMode;
import dev.netproof.lab.network.IpFamily;
import dev.netproof.lab.wire.LabNode;

/**
 * How a lab is to be.
 *
 * @param ignoresEgress whether policies hold for ingress only, as with some CNIs
 * @param nodes how many there are, {@code node-1} and so on; 1 to 16
 * @param ipFamilies IPv4, or IPv4 and then IPv6
 * @param policyDelay how much later the writing or removal of a policy takes effect
 * @param startupLeak how long a new pod is without the protection of the policies that are there
 * @param port of the API server on 127.0.0.1; 0 for any free one
 * @param directory where {@code kubeconfig} is written, made if it is not there; empty for a temporary one that goes with
 *     the lab
 */
public record LabOptions(EnforcementMode mode, boolean ignoresEgress, int nodes,
        List<IpFamily> ipFamilies, Duration policyDelay, Duration startupLeak, int port, Optional<Path> directory) {

    public LabOptions {
        ipFamilies = List.copyOf(ipFamilies);
        if (!ipFamilies.equals(List.of(IpFamily.IPV4))
                && !ipFamilies.equals(List.of(IpFamily.IPV4, IpFamily.IPV6))) {
            throw new IllegalArgumentException(
                    "a lab of these address families is not possible. Choose ipv4, or ipv4,ipv6.");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is none. Choose 1 to 65535, or 0 for any free one.");
        }
        if (nodes < 1 || nodes > LabNode.MOST) {
            throw new IllegalArgumentException(nodes + " nodes are not possible. Choose 1 to " + LabNode.MOST + ".");
        }
    }

    /** Drops what policies deny; one node; IPv4 alone; any port; a temporary directory. */
    public static LabOptions defaults() {
        return new LabOptions(EnforcementMode.DROP, false, 1, List.of(IpFamily.IPV4), Duration.ZERO, Duration.ZERO, 0,
                Optional.empty());
    }

    public LabOptions withMode(EnforcementMode other) {
        return new LabOptions(other, ignoresEgress, nodes, ipFamilies, policyDelay, startupLeak, port, directory);
    }

    public LabOptions withPort(int other) {
        return new LabOptions(mode, ignoresEgress, nodes, ipFamilies, policyDelay, startupLeak, other, directory);
    }

    public LabOptions withDirectory(Path other) {
        return new LabOptions(mode, ignoresEgress, nodes, ipFamilies, policyDelay, startupLeak, port,
                Optional.of(other));
    }

    public LabOptions withEgressIgnored(boolean ignored) {
        return new LabOptions(mode, ignored, nodes, ipFamilies, policyDelay, startupLeak, port, directory);
    }

    public LabOptions withPolicyDelay(Duration delay) {
        return new LabOptions(mode, ignoresEgress, nodes, ipFamilies, delay, startupLeak, port, directory);
    }

    public LabOptions withStartupLeak(Duration leak) {
        return new LabOptions(mode, ignoresEgress, nodes, ipFamilies, policyDelay, leak, port, directory);
    }

    public LabOptions withNodes(int count) {
        return new LabOptions(mode, ignoresEgress, count, ipFamilies, policyDelay, startupLeak, port, directory);
    }

    public LabOptions withIpFamilies(List<IpFamily> others) {
        return new LabOptions(mode, ignoresEgress, nodes, others, policyDelay, startupLeak, port, directory);
    }
}
