package dev.netproof.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * Reads every policy that may have a say in some namespaces, whoever's API it belongs to. What may not be read is remembered,
 * since a policy that nobody has seen may declare anything.
 */
final class PolicyReader {

    /** Groups of policy APIs beside Kubernetes' own, as they are served. */
    private static final Set<String> GROUPS = Set.of("policy.networking.k8s.io", "cilium.io", "projectcalico.org",
            "crd.projectcalico.org", "crd.antrea.io", "security.istio.io");

    private final KubernetesClient client;
    private final Asking asking;

    /**
     * What was read.
     *
     * @param unread why something could not be; empty when all was
     */
    record Policies(List<NetworkPolicy> networkPolicies, List<GenericKubernetesResource> others, String unread) {

        static final Policies NOT_ASKED_FOR = new Policies(List.of(), List.of(), "policies were not read, by request");
    }

    PolicyReader(KubernetesClient client, Asking asking) {
        this.client = client;
        this.asking = asking;
    }

    Policies read(Set<String> namespaces) {
        List<NetworkPolicy> own = new ArrayList<>();
        List<GenericKubernetesResource> others = new ArrayList<>();
        Set<String> unread = new TreeSet<>();
        for (String namespace : namespaces) {
            own.addAll(readable("networkpolicies of " + namespace, unread,
                    Call.list("networking.k8s.io", "networkpolicies", namespace),
                    () -> client.network().v1().networkPolicies().inNamespace(namespace).list().getItems()));
        }
        for (APIGroup group : groups(unread)) {
            others.addAll(ofGroup(group, namespaces, unread));
        }
        return new Policies(own, others, String.join("; ", unread));
    }

    private List<APIGroup> groups(Set<String> unread) {
        return readable("the list of API groups", unread, Call.list("", "apigroups", null), () -> {
            var groups = client.getApiGroups();
            return groups == null ? List.of() : groups.getGroups();
        }).stream().filter(group -> GROUPS.contains(group.getName())).toList();
    }

    private List<GenericKubernetesResource> ofGroup(APIGroup group, Set<String> namespaces, Set<String> unread) {
        List<GenericKubernetesResource> found = new ArrayList<>();
        String version = group.getPreferredVersion().getVersion();
        String apiVersion = group.getPreferredVersion().getGroupVersion();
        List<APIResource> resources = readable("the kinds of " + group.getName(), unread,
                Call.list(group.getName(), "apiresources", null), () -> {
                    var list = client.getApiResources(apiVersion);
                    return list == null ? List.of() : list.getResources();
                });
        for (APIResource resource : resources) {
            if (resource.getName().contains("/") || !isPolicy(resource.getKind())) {
                continue;
            }
            var context = new ResourceDefinitionContext.Builder().withGroup(group.getName())
                    .withVersion(version)
                    .withKind(resource.getKind())
                    .withPlural(resource.getName())
                    .withNamespaced(resource.getNamespaced())
                    .build();
            Call call = Call.list(group.getName(), resource.getName(), null);
            found.addAll(readable(resource.getName() + "." + group.getName(), unread, call,
                    () -> client.genericKubernetesResources(context).inAnyNamespace().list().getItems()));
        }
        return found.stream()
                .filter(policy -> policy.getMetadata().getNamespace() == null
                        || policy.getMetadata().getNamespace().isEmpty()
                        || namespaces.contains(policy.getMetadata().getNamespace())
                        || policy.getMetadata().getNamespace().equals("istio-system"))
                .toList();
    }

    /** Of Istio only authorisation stands in the way of a connection. */
    private static boolean isPolicy(String kind) {
        return kind.endsWith("NetworkPolicy") || kind.equals("AuthorizationPolicy");
    }

    private <T> List<T> readable(String what, Set<String> unread, Call call, Supplier<List<T>> work) {
        return asking.ask(call, () -> {
            try {
                return work.get();
            } catch (KubernetesClientException e) {
                if (Explanation.isStatus(e, 403) || Explanation.isStatus(e, 404)) {
                    unread.add("no right to read " + what);
                    return List.of();
                }
                throw e;
            }
        });
    }
}
