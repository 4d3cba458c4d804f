package dev.netproof.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.PolicyParts;
import dev.netproof.policy.PolicyParts.Peer;
import dev.netproof.policy.Selector;
import dev.netproof.policy.UnreadablePolicyException;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** What is audited, read once for all rules. */
final class AuditContext {

    /** The label that the API server puts on every namespace. */
    static final String NAME_LABEL = "kubernetes.io/metadata.name";
    /** Of the cluster itself; nobody expects a default deny there. */
    static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final String EVALUATED_GROUP = "policy.networking.k8s.io/";

    private final AuditInput input;
    private final Map<String, Audited> namespaces = new TreeMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
    private final Map<String, List<Member>> members = new TreeMap<>();
    private final List<Policy> policies = new ArrayList<>();
    private final Map<Audited, String> unreadable = new LinkedHashMap<>();
    private final DeclaredPolicies evaluated;
    private final DeclaredPolicies declared;
    private final Nameservers nameservers;

    AuditContext(AuditInput input) {
        this.input = input;
        Snapshot snapshot = input.snapshot();
        for (Namespace namespace : snapshot.namespaces()) {
            addNamespace(namespace.getMetadata().getName(), Audited.of(namespace), namespace.getMetadata().getLabels());
        }
        addMembers(snapshot);
        snapshot.networkPolicies().forEach(this::add);
        nameservers = Nameservers.of(snapshot, input.options().nameservers());
        Snapshot asked = snapshot
                .with(Stream.concat(nameservers.assumed().stream(), HypotheticalPods.of(namespaces.keySet()))
                        .toList());
        declared = DeclaredPolicies.of(asked);
        addUnreadable(snapshot.otherPolicies());
        evaluated = DeclaredPolicies.of(new Snapshot(asked.namespaces(), asked.workloads(), asked.pods(),
                asked.services(), asked.endpointSlices(), asked.nodes(), asked.networkPolicies(),
                asked.otherPolicies().stream().filter(AuditContext::isEvaluated).toList()));
    }

    private static boolean isEvaluated(GenericKubernetesResource policy) {
        return Objects.requireNonNullElse(policy.getApiVersion(), "").startsWith(EVALUATED_GROUP);
    }

    /** Policies for administrators, of which the evaluator knows what is wrong with them. */
    private void addUnreadable(List<GenericKubernetesResource> policies) {
        Map<String, String> reasons = new HashMap<>();
        declared.unevaluated().forEach(policy -> reasons.put(policy.object().toString(), policy.reason()));
        for (GenericKubernetesResource policy : policies) {
            Audited audited = Audited.of(policy);
            String reason = reasons.get(audited.toString());
            if (isEvaluated(policy) && reason != null) {
                unreadable.put(audited, reason);
            }
        }
    }

    private void addNamespace(String name, Audited audited, Map<String, String> labels) {
        namespaces.put(name, audited);
        Map<String, String> all = new TreeMap<>(Objects.requireNonNullElse(labels, Map.of()));
        all.put(NAME_LABEL, name);
        namespaceLabels.put(name, all);
    }

    private void addMembers(Snapshot snapshot) {
        Set<String> withPods = new TreeSet<>();
        for (Pod pod : snapshot.pods()) {
            if (!ProbePodLabel.isOn(pod)) {
                boolean ended = pod.getStatus() != null && pod.getStatus().getPhase() != null
                        && ENDED.contains(pod.getStatus().getPhase());
                Member member = Member.of(pod, !ended);
                withPods.add(member.workload().label());
                add(member);
            }
        }
        snapshot.workloads().stream().filter(workload -> workload.template() != null).map(Member::of)
                .filter(member -> !withPods.contains(member.workload().label())).forEach(this::add);
    }

    private void add(Member member) {
        if (!namespaces.containsKey(member.namespace())) {
            addNamespace(member.namespace(), new Audited("Namespace", "", member.namespace(), Map.of()), Map.of());
        }
        members.computeIfAbsent(member.namespace(), any -> new ArrayList<>()).add(member);
    }

    private void add(NetworkPolicy policy) {
        try {
            policies.add(new Policy(PolicyParts.of(policy), Audited.of(policy)));
        } catch (UnreadablePolicyException e) {
            unreadable.put(Audited.of(policy), "It " + e.problem() + ".");
        }
    }

    AuditInput input() {
        return input;
    }

    boolean isFromManifests() {
        return input.extent() == AuditInput.Extent.MANIFESTS;
    }

    Map<String, Audited> namespaces() {
        return namespaces;
    }

    /** Whether a namespace of the cluster itself is audited because somebody asked for it. */
    boolean isPassedOver(String namespace) {
        return SYSTEM.contains(namespace) && !input.namespaces().contains(namespace);
    }

    Map<String, String> labelsOf(String namespace) {
        return namespaceLabels.getOrDefault(namespace, Map.of(NAME_LABEL, namespace));
    }

    List<Policy> policies() {
        return policies;
    }

    List<Policy> policies(String namespace) {
        return policies.stream().filter(policy -> policy.namespace().equals(namespace)).toList();
    }

    /** All objects that findings may be about. */
    Stream<Audited> everything() {
        return Stream.of(namespaces.values().stream(), policies.stream().map(Policy::object),
                unreadable.keySet().stream(), members().map(Member::audited),
                input.snapshot().services().stream().map(Audited::of),
                input.snapshot().otherPolicies().stream().map(Audited::of)).flatMap(part -> part);
    }

    /** Policies that can't be read, each with a sentence that says why. */
    Map<Audited, String> unreadable() {
        return unreadable;
    }

    Stream<Member> members() {
        return members.values().stream().flatMap(List::stream);
    }

    /** Those that policies can select. */
    List<Member> selectable(String namespace) {
        return members.getOrDefault(namespace, List.of()).stream().filter(member -> !member.onNode()).toList();
    }

    /** The members that a policy is for. */
    List<Member> subjects(Policy policy) {
        return selectable(policy.namespace()).stream().filter(member -> policy.subject().selects(member.labels()))
                .toList();
    }

    /** The members that a peer of a policy means, in every namespace that is known. */
    List<Member> selected(Policy policy, Peer.Pods peer) {
        return members().filter(member -> !member.onNode() && peer.selects(
                member.namespace().equals(policy.namespace()), labelsOf(member.namespace()), member.labels())).toList();
    }

    /** The namespaces that are known and that a selector means. */
    List<String> selectedNamespaces(Selector selector) {
        return namespaces.keySet().stream().filter(name -> selector.selects(labelsOf(name))).toList();
    }

    /** Whether every namespace that a selector could mean was read, so that what is not found is not there. */
    boolean isFullyRead(Selector namespaceSelector) {
        String name = namespaceSelector.labels().get(NAME_LABEL);
        return switch (input.extent()) {
            case CLUSTER -> true;
            case NAMESPACES -> name != null && namespaces.containsKey(name);
            case MANIFESTS -> name == null ? !namespaceSelector.isEmpty() : namespaces.containsKey(name);
        };
    }

    boolean isIsolated(Direction direction, Member member) {
        return policies.stream().anyMatch(policy -> policy.isolates(direction, member));
    }

    /** Distinct workloads, by name. */
    static List<String> names(List<Member> some) {
        return some.stream().map(Member::name).distinct().sorted().toList();
    }

    static int count(List<Member> some) {
        return some.stream().map(Member::workload).collect(Collectors.toSet()).size();
    }

    /** What is declared by the policies that can be evaluated. Knows the {@link HypotheticalPods}, too. */
    DeclaredPolicies evaluated() {
        return evaluated;
    }

    /** What is declared by all policies: unknown where one can't be evaluated. */
    DeclaredPolicies declared() {
        return declared;
    }

    Nameservers nameservers() {
        return nameservers;
    }
}
