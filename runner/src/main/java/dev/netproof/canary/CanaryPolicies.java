package dev.netproof.canary;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.snapshot.ProbePodLabel;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;

/**
 * The policies of the canary: each selects one of its own pods and nothing else.
 *
 * <p>Pods of different runs carry different roles, so that what one run made, or left behind when it crashed, does not select the
 * pods of another. There are few roles: to some engines each new value of a label is a new identity.
 */
final class CanaryPolicies {

    /** Tells the canary's pods apart. */
    static final String ROLE = "netproof.dev/canary";

    /** What the policy for egress leaves out. */
    static final int NO_EGRESS = 8080;

    /** What the policy for ingress leaves out. */
    static final int NO_INGRESS = 8081;

    /** What both allow. */
    static final int ALLOWED = 8082;

    static final List<Integer> PORTS = List.of(NO_EGRESS, NO_INGRESS, ALLOWED);

    private static final int ROLES = 64;

    private final String namespace;
    private final Map<String, String> annotations;
    private final int number;

    private CanaryPolicies(String namespace, String runId, int number) {
        this.namespace = namespace;
        this.annotations = Map.of(ProbePodPlan.RUN_ANNOTATION, runId);
        this.number = number;
    }

    /** Of roles that none of these policies selects, as long as there is one. */
    static CanaryPolicies beside(List<NetworkPolicy> others, String namespace, String runId) {
        Set<String> taken = others.stream()
                .map(policy -> policy.getSpec() == null || policy.getSpec().getPodSelector() == null
                        ? null
                        : policy.getSpec().getPodSelector().getMatchLabels())
                .filter(Objects::nonNull)
                .map(labels -> String.valueOf(labels.get(ROLE)).replaceFirst("^[a-z]+-", ""))
                .collect(Collectors.toSet());
        int number = Math.floorMod(runId.hashCode(), ROLES);
        for (int tried = 0; tried < ROLES && taken.contains(Integer.toString(number)); tried++) {
            number = (number + 1) % ROLES;
        }
        return new CanaryPolicies(namespace, runId, number);
    }

    String client() {
        return "client-" + number;
    }

    String server() {
        return "server-" + number;
    }

    /** Goes with the owner, which goes with the run. */
    NetworkPolicy egress(ProbePod owner) {
        return policy("netproof-canary-egress-", client(), owner).editSpec()
                .withPolicyTypes("Egress")
                .addNewEgress()
                .withPorts(port(NO_INGRESS), port(ALLOWED))
                .endEgress()
                .endSpec()
                .build();
    }

    /** Goes with the owner, which goes with the run. */
    NetworkPolicy ingress(ProbePod owner) {
        return policy("netproof-canary-ingress-", server(), owner).editSpec()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withPorts(port(NO_EGRESS), port(ALLOWED))
                .endIngress()
                .endSpec()
                .build();
    }

    private static NetworkPolicyPort port(int number) {
        return new NetworkPolicyPort(null, new IntOrString(number), "TCP");
    }

    private NetworkPolicyBuilder policy(String prefix, String role, ProbePod owner) {
        return new NetworkPolicyBuilder().withNewMetadata()
                .withGenerateName(prefix)
                .withNamespace(namespace)
                .addToLabels(ProbePodLabel.KEY, "true")
                .withAnnotations(annotations)
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(owner.name())
                .withUid(owner.uid())
                .withBlockOwnerDeletion(false)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels(ROLE, role)
                .endPodSelector()
                .endSpec();
    }
}
