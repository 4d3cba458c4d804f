package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;

/** What an API server would refuse, and what would make the whole packet filter fail if it came that far. */
final class EnforceablePolicy {

    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

    private final String where;

    private EnforceablePolicy(String where) {
        this.where = where;
    }

    /** @throws IOException if the policy can't be enforced; says why and how to fix it */
    static void validate(NetworkPolicy policy) throws IOException {
        EnforceablePolicy validation = new EnforceablePolicy(
                "NetworkPolicy " + policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName());
        NetworkPolicySpec spec = policy.getSpec();
        if (spec == null) {
            throw validation.failure("it has no spec. Give it one, if only {podSelector: {}}.");
        }
        validation.selector(spec.getPodSelector());
        List<NetworkPolicyPeer> peers = Stream.concat(
                Absent.asEmpty(spec.getIngress()).stream().flatMap(rule -> Absent.asEmpty(rule.getFrom()).stream()),
                Absent.asEmpty(spec.getEgress()).stream().flatMap(rule -> Absent.asEmpty(rule.getTo()).stream()))
                .toList();
        for (NetworkPolicyPeer peer : peers) {
            validation.peer(peer);
        }
        List<NetworkPolicyPort> ports = Stream.concat(
                Absent.asEmpty(spec.getIngress()).stream().flatMap(rule -> Absent.asEmpty(rule.getPorts()).stream()),
                Absent.asEmpty(spec.getEgress()).stream().flatMap(rule -> Absent.asEmpty(rule.getPorts()).stream()))
                .toList();
        for (NetworkPolicyPort port : ports) {
            validation.port(port);
        }
    }

    private void peer(NetworkPolicyPeer peer) throws IOException {
        IPBlock block = peer.getIpBlock();
        if (block == null) {
            selector(peer.getPodSelector());
            selector(peer.getNamespaceSelector());
            return;
        }
        if (peer.getPodSelector() != null || peer.getNamespaceSelector() != null) {
            throw failure("ipBlock stands beside a selector in one peer. Make them two peers.");
        }
        for (String range : Stream.concat(Stream.of(block.getCidr()), Absent.asEmpty(block.getExcept()).stream())
                .toList()) {
            try {
                Cidr.parse(range);
            } catch (IllegalArgumentException e) {
                throw failure("ipBlock: " + e.getMessage());
            }
        }
    }

    private void selector(@Nullable LabelSelector selector) throws IOException {
        if (selector == null) {
            return;
        }
        for (var expression : Absent.asEmpty(selector.getMatchExpressions())) {
            if (!OPERATORS.contains(expression.getOperator())) {
                throw failure("unknown operator '" + expression.getOperator()
                        + "'. Use In, NotIn, Exists or DoesNotExist.");
            }
        }
    }

    private void port(NetworkPolicyPort port) throws IOException {
        if (port.getProtocol() != null && !PROTOCOLS.contains(port.getProtocol())) {
            throw failure("unknown protocol '" + port.getProtocol() + "'. Use TCP, UDP or SCTP.");
        }
        Integer number = port.getPort() == null ? null : port.getPort().getIntVal();
        if (number == null) {
            if (port.getEndPort() != null) {
                throw failure("endPort without a port number. Give the range its first port.");
            }
            return;
        }
        int last = port.getEndPort() == null ? number : port.getEndPort();
        if (number < 1 || last > 65535) {
            throw failure("port " + (number < 1 ? number : last) + " is not from 1 to 65535. Correct it.");
        }
        if (last < number) {
            throw failure("endPort " + last + " is below port " + number + ". Raise endPort, or drop it to mean port "
                    + number + " only.");
        }
    }

    private IOException failure(String problem) {
        return new IOException(where + ": " + problem);
    }
}
