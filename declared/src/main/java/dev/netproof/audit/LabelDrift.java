package dev.netproof.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Peer;
import dev.netproof.policy.Selector;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Live pods whose labels are not those of their template. */
final class LabelDrift implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("pod-labels-drifted", Severity.MAJOR,
            "A pod that differs from its template's labels",
            "Labels of a live pod can be changed by hand, and a rollout leaves old pods for a while. Policies see the pod "
                    + "as it is: it may have lost its isolation, or gained a trust that no review has seen.",
            "Restart the pod. What is needed for good belongs into the template.");

    /** Set by controllers on single pods. */
    private static final Set<String> OF_CONTROLLERS = Set.of("pod-template-hash", "controller-revision-hash",
            "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        Map<String, Map<String, String>> templates = new HashMap<>();
        for (Workload workload : scene.input().snapshot().workloads()) {
            if (workload.template() != null) {
                ObjectMeta meta = Objects.requireNonNullElseGet(workload.template().getMetadata(), ObjectMeta::new);
                templates.put(workload.namespace() + "/" + workload.name() + "[" + workload.kind() + "]",
                        Objects.requireNonNullElse(meta.getLabels(), Map.of()));
            }
        }
        Set<String> used = used(scene);
        Stream<RuleMatch> left = scene.members().filter(LabelDrift::hasLeft)
                .map(member -> found(member.audited(), "metadata.labels",
                        "The pod was made by a workload and belongs to none any more: a label that its selector asks for"
                                + " was changed by hand."));
        return Stream.concat(left, scene.members().filter(member -> member.pod() != null
                && templates.containsKey(member.workload().label()))
                .flatMap(member -> check(member, templates.getOrDefault(member.workload().label(), Map.of()), used)));
    }

    /** Its controller lets go of a pod that its selector does not select, and leaves the mark of its template on it. */
    private static boolean hasLeft(Member member) {
        return member.pod() != null && member.workload().kind().equals("Pod")
                && member.labels().containsKey("pod-template-hash");
    }

    /** Labels that nobody selects by, and that something added, are of no matter here. */
    private Stream<RuleMatch> check(Member member, Map<String, String> template, Set<String> used) {
        Set<String> keys = new TreeSet<>(template.keySet());
        keys.addAll(member.labels().keySet());
        keys.removeAll(OF_CONTROLLERS);
        keys.removeIf(key -> Objects.equals(template.get(key), member.labels().get(key))
                || (!template.containsKey(key) && !used.contains(key)));
        if (keys.isEmpty()) {
            return Stream.empty();
        }
        boolean matters = keys.stream().anyMatch(used::contains);
        return Stream.of(found(matters ? Severity.MAJOR : Severity.TRIVIAL, member.audited(), "spec.template.metadata",
                "Pod " + member.pod() + " differs: " + keys.stream()
                        .map(key -> key + " is " + shown(member.labels().get(key)) + ", in the template "
                                + shown(template.get(key)))
                        .collect(Collectors.joining("; "))
                        + (matters ? "; policies select by it." : ".")));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "absent" : "'" + value + "'";
    }

    private static Set<String> used(AuditContext scene) {
        Set<String> keys = new TreeSet<>();
        for (Policy policy : scene.policies()) {
            keys.addAll(policy.subject().keys());
            policy.rules().stream().flatMap(rule -> rule.peers().stream()).forEach(peer -> {
                if (peer instanceof Peer.Pods pods) {
                    Selector selector = pods.pods();
                    keys.addAll(selector == null ? Set.of() : selector.keys());
                }
            });
        }
        return keys;
    }
}
