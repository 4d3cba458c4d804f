package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.netproof.coverage.Mutant.Change;
import dev.netproof.coverage.Operator.Label;
import dev.netproof.coverage.Operator.Mistake;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import dev.netproof.plan.IdentityLabels;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.FlowEnd;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/**
 * The mistakes that could be made in the policies of a snapshot.
 *
 * <p>In NetworkPolicies, those of every {@link Operator}. In the policies of administrators, that a policy or a rule is
 * missing.
 */
final class Mutants {

    private static final String NAMESPACED = "NetworkPolicy";

    private final DeclaredPolicies declared;
    private final Map<FlowEnd.Pod, Map<String, String>> labels = new HashMap<>();
    private final Map<PolicyRef, NetworkPolicy> policies = new HashMap<>();
    private final List<Operator> operators = List.of(new Operator.DirectionRemoved(), new Operator.RuleRemoved(),
            new Operator.PeerRemoved(), new Operator.PeerWidened(), new Operator.PortRemoved(),
            new Operator.PortsWidened(), new Operator.SubjectWidened(), new Operator.SubjectNarrowed(this::telling));

    /** @param declared of this snapshot */
    Mutants(Snapshot snapshot, DeclaredPolicies declared) {
        this.declared = declared;
        snapshot.pods().stream().filter(pod -> !ProbePodLabel.isOn(pod))
                .forEach(pod -> labels.put(
                        new FlowEnd.Pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
                        IdentityLabels.of(Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()))));
        for (NetworkPolicy policy : snapshot.networkPolicies()) {
            policies.put(ref(new Draft(policy)), policy);
        }
    }

    private static PolicyRef ref(Draft policy) {
        return new PolicyRef(NAMESPACED, policy.namespace(), policy.name().substring(policy.namespace().length() + 1));
    }

    /** In the order of the policies; each id once. */
    List<Mutant> all() {
        Map<String, Mutant> mutants = new LinkedHashMap<>();
        for (PolicyRef ref : declared.evaluated()) {
            NetworkPolicy policy = policies.get(ref);
            for (Mutant mutant : policy == null ? ofAdministrators(ref) : of(ref, new Draft(policy))) {
                mutants.putIfAbsent(mutant.id(), mutant);
            }
        }
        return List.copyOf(mutants.values());
    }

    private List<Mutant> of(PolicyRef ref, Draft policy) {
        List<Mutant> mutants = new ArrayList<>();
        mutants.add(new Mutant(policy.name() + " removed", new Change.Removed(ref)));
        for (Operator operator : operators) {
            for (Mistake mistake : operator.in(policy)) {
                mutants.add(new Mutant(policy.name() + " " + mistake.words(), new Change.Replaced(mistake.policy())));
            }
        }
        return mutants;
    }

    private List<Mutant> ofAdministrators(PolicyRef policy) {
        List<Mutant> mutants = new ArrayList<>();
        mutants.add(new Mutant(policy + " removed", new Change.Removed(policy)));
        for (RuleRef rule : declared.rules(policy)) {
            mutants.add(new Mutant(rule + " removed", new Change.RuleRemoved(rule)));
        }
        return mutants;
    }

    /** Of labels that tell the same pods from the others, one: there is no difference between missing either. */
    private List<Label> telling(Draft policy) {
        List<FlowEnd.Pod> selected = declared.selected(ref(policy)).stream().filter(labels::containsKey).toList();
        Map<Label, Set<FlowEnd.Pod>> carriers = new TreeMap<>(
                Comparator.comparing(Label::key).thenComparing(Label::value));
        for (FlowEnd.Pod pod : selected) {
            Objects.requireNonNull(labels.get(pod)).forEach((key, value) -> carriers
                    .computeIfAbsent(new Label(key, value), any -> new HashSet<>()).add(pod));
        }
        Set<Set<FlowEnd.Pod>> told = new HashSet<>();
        List<Label> telling = new ArrayList<>();
        carriers.forEach((label, pods) -> {
            if (pods.size() < selected.size() && told.add(pods)) {
                telling.add(label);
            }
        });
        return telling;
    }
}
