package dev.netproof.canary;

import java.util.List;
import java.util.Map;

import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;

/** The policies of the canary: each selects one of its own pods and nothing else. */
final class CanaryPolicies {

    /** Tells the canary's pods apart. */
    static final String ROLE = "netproof.dev/canary";
    static final String CLIENT = "client";
    static final String SERVER = "server";

    private final String namespace;
    private final Map<String, String> annotations;

    CanaryPolicies(String namespace, String runId) {
        this.namespace = namespace;
        this.annotations = Map.of(ProbePodPlan.RUN_ANNOTATION, runId);
    }

    NetworkPolicy denyIngress() {
        return policy("netproof-canary-deny-ingress-", SERVER).editSpec().withPolicyTypes("Ingress").endSpec().build();
    }

    NetworkPolicy denyEgress() {
        return policy("netproof-canary-deny-egress-", CLIENT).editSpec().withPolicyTypes("Egress").endSpec().build();
    }

    NetworkPolicy allowIngress() {
        return policy("netproof-canary-allow-ingress-", SERVER).editSpec()
                .withPolicyTypes("Ingress")
                .withIngress(List.of(new NetworkPolicyIngressRule()))
                .endSpec()
                .build();
    }

    NetworkPolicy allowEgress() {
        return policy("netproof-canary-allow-egress-", CLIENT).editSpec()
                .withPolicyTypes("Egress")
                .withEgress(List.of(new NetworkPolicyEgressRule()))
                .endSpec()
                .build();
    }

    private NetworkPolicyBuilder policy(String prefix, String role) {
        return new NetworkPolicyBuilder().withNewMetadata()
                .withGenerateName(prefix)
                .withNamespace(namespace)
                .addToLabels(ProbePodPlan.LABEL, "true")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels(ROLE, role)
                .endPodSelector()
                .endSpec();
    }
}
