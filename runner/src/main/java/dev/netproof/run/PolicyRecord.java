package dev.netproof.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.Policies;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyChange.Kind;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.probe.RunMark;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** Writes down which policies stood in the cluster while it was probed. */
final class PolicyRecord {

    private static final Comparator<PolicyVersion> ORDER = Comparator.comparing(PolicyVersion::kind)
            .thenComparing(policy -> Objects.requireNonNullElse(policy.namespace(), ""))
            .thenComparing(PolicyVersion::name)
            .thenComparing(PolicyVersion::apiVersion);

    private PolicyRecord() {}

    /** As they stood before the first probe. */
    static Policies of(Snapshot before) {
        return new Policies(versions(before), before.unreadPolicies());
    }

    /** Without the canary's, which are not the cluster's. */
    private static List<PolicyVersion> versions(Snapshot cluster) {
        return Stream.<HasMetadata>concat(cluster.networkPolicies().stream(), cluster.otherPolicies().stream())
                .filter(policy -> !ours(policy.getMetadata()))
                .map(PolicyRecord::version)
                .sorted(ORDER)
                .toList();
    }

    private static boolean ours(ObjectMeta metadata) {
        return metadata.getLabels() != null
                && metadata.getLabels().entrySet().containsAll(RunMark.labels().entrySet());
    }

    private static PolicyVersion version(HasMetadata policy) {
        ObjectMeta metadata = policy.getMetadata();
        String namespace = metadata.getNamespace();
        return new PolicyVersion(Objects.requireNonNullElse(policy.getApiVersion(), ""),
                Objects.requireNonNullElse(policy.getKind(), ""),
                namespace == null || namespace.isEmpty() ? null : namespace, metadata.getName(), metadata.getUid(),
                metadata.getResourceVersion());
    }

    private static Map<PolicyRef, PolicyVersion> byName(Snapshot cluster) {
        Map<PolicyRef, PolicyVersion> byName = new TreeMap<>();
        versions(cluster).forEach(policy -> byName.put(policy.ref(), policy));
        return byName;
    }

    /** What became of policies between two looks at the cluster. */
    static List<PolicyChange> changes(Snapshot earlier, Snapshot later) {
        Map<PolicyRef, PolicyVersion> before = byName(earlier);
        Map<PolicyRef, PolicyVersion> after = byName(later);
        List<PolicyChange> changes = new ArrayList<>();
        before.forEach((name, policy) -> {
            PolicyVersion now = after.get(name);
            if (now == null) {
                changes.add(new PolicyChange(Kind.DELETED, policy));
            } else if (!Objects.equals(now.uid(), policy.uid())) {
                changes.add(new PolicyChange(Kind.REPLACED, now));
            } else if (!Objects.equals(now.resourceVersion(), policy.resourceVersion())) {
                changes.add(new PolicyChange(Kind.CHANGED, now));
            }
        });
        after.forEach((name, policy) -> {
            if (!before.containsKey(name)) {
                changes.add(new PolicyChange(Kind.MADE, policy));
            }
        });
        return changes;
    }
}
