package dev.netproof.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.IpAddress;
import dev.netproof.policy.IpBlock;
import dev.netproof.policy.IpRange;
import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** An ipBlock that means pods, Services or nodes of the cluster. */
final class BlockCoversCluster implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("ip-block-covers-cluster", Severity.MAJOR,
            "An ipBlock over addresses of the cluster",
            "An ipBlock is for addresses outside. Where it holds those of pods, Services or nodes, engines differ: some "
                    + "let every pod through by its address, some match no pod by address. Whoever reaches a node by "
                    + "address comes in past every selector.",
            "Carve the cluster's ranges out with except, and select pods by labels.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        Map<IpRange, String> own = ranges(scene);
        return scene.policies().stream().flatMap(policy -> policy.rules().stream()
                .flatMap(rule -> IntStream.range(0, rule.peers().size()).boxed()
                        .flatMap(at -> check(own, policy, rule, at))));
    }

    private Stream<RuleMatch> check(Map<IpRange, String> own, Policy policy, Part rule, int at) {
        if (!(rule.peers().get(at) instanceof Peer.Block(IpBlock block)) || isOneNodeLocalCache(block)) {
            return Stream.empty();
        }
        List<String> met = own.entrySet().stream().filter(range -> block.meets(range.getKey()))
                .map(Map.Entry::getValue).distinct().toList();
        if (!met.isEmpty()) {
            return Stream.of(found(policy.object(), rule.path(at),
                    block.cidr() + " holds addresses of " + Audited.list(met) + "."));
        }
        boolean everything = block.range().isEverything() && block.except().isEmpty();
        return everything && own.isEmpty() ? Stream.of(found(policy.object(), rule.path(at),
                block.cidr() + " is every address, those of this cluster included.")) : Stream.empty();
    }

    private static boolean isOneNodeLocalCache(IpBlock block) {
        return block.cidr().equals(Nameservers.NODE_LOCAL + "/32");
    }

    /** Ranges of the cluster, each with what has them. */
    private static Map<IpRange, String> ranges(AuditContext scene) {
        Map<IpRange, String> ranges = new LinkedHashMap<>();
        scene.input().options().clusterRanges().forEach(range -> ranges.put(range, "the cluster's range " + range));
        for (Node node : scene.input().snapshot().nodes()) {
            if (node.getSpec() != null) {
                Objects.requireNonNullElse(node.getSpec().getPodCIDRs(), List.<String>of()).stream()
                        .map(IpRange::cidr).flatMap(Optional::stream)
                        .forEach(range -> ranges.putIfAbsent(range, "pods"));
            }
            if (node.getStatus() != null) {
                Objects.requireNonNullElse(node.getStatus().getAddresses(),
                        List.<NodeAddress>of())
                        .forEach(address -> addAddress(address.getAddress(), "nodes", ranges));
            }
        }
        for (Pod pod : scene.input().snapshot().pods()) {
            if (pod.getStatus() != null) {
                boolean onNode = pod.getSpec() != null && Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
                addAddress(pod.getStatus().getPodIP(), onNode ? "nodes" : "pods", ranges);
            }
        }
        scene.input().snapshot().services().stream().filter(service -> service.getSpec() != null)
                .forEach(service -> addAddress(service.getSpec().getClusterIP(), "Services", ranges));
        return ranges;
    }

    private static void addAddress(@Nullable String address, String owner,
            Map<IpRange, String> ranges) {
        if (address != null) {
            IpAddress.parse(address).map(IpRange::of).ifPresent(range -> ranges.putIfAbsent(range, owner));
        }
    }
}
