package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Turns mappings into the objects of a snapshot. */
final class ObjectReader {

    private static final Set<String> POLICY_GROUPS = Set.of("policy.networking.k8s.io", "cilium.io",
            "projectcalico.org", "crd.projectcalico.org", "crd.antrea.io", "security.istio.io");
    private static final Set<String> POLICY_KINDS = Set.of("AdminNetworkPolicy", "BaselineAdminNetworkPolicy",
            "ClusterNetworkPolicy", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "NetworkPolicy",
            "GlobalNetworkPolicy", "AuthorizationPolicy");
    private static final Set<String> CLUSTER_WIDE = Set.of("AdminNetworkPolicy", "BaselineAdminNetworkPolicy",
            "ClusterNetworkPolicy", "CiliumClusterwideNetworkPolicy", "GlobalNetworkPolicy", "Namespace", "Node");

    private final Problems problems;
    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, String> seen = new HashMap<>();
    private final Places places = new Places();
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<NetworkPolicy> networkPolicies = new ArrayList<>();
    private final List<GenericKubernetesResource> otherPolicies = new ArrayList<>();

    ObjectReader(Problems problems) {
        this.problems = problems;
    }

    Snapshot snapshot() {
        return new Snapshot(namespaces, workloads, pods, services, List.of(), nodes, networkPolicies, otherPolicies);
    }

    Places places() {
        return places;
    }

    void read(Documents.Found document) {
        GenericKubernetesResource object = convert(document, document.fields(), GenericKubernetesResource.class);
        if (object == null) {
            return;
        }
        if (object.getApiVersion() == null || object.getKind() == null || object.getMetadata() == null
                || object.getMetadata().getName() == null) {
            problems.add(document.where(), "apiVersion, kind or metadata.name is missing",
                    "Give the object all three; templates and generated names are not rendered here.");
            return;
        }
        if (object.getMetadata().getNamespace() == null && !CLUSTER_WIDE.contains(object.getKind())) {
            object.getMetadata().setNamespace("default");
        }
        String earlier = seen.putIfAbsent(object.getApiVersion() + " " + object.getKind() + " "
                + object.getMetadata().getNamespace() + "/" + object.getMetadata().getName(), document.where());
        if (earlier != null) {
            problems.add(document.where(), object.getKind() + " " + object.getMetadata().getName() + " is already at "
                    + earlier, "Remove one of them.");
            return;
        }
        places.add(object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName(),
                document.file(), document.node());
        sort(document, object);
    }

    private void sort(Documents.Found document, GenericKubernetesResource object) {
        String group = object.getApiVersion().contains("/")
                ? object.getApiVersion().substring(0, object.getApiVersion().indexOf('/')) : "";
        switch (group + "/" + object.getKind()) {
            case "/Namespace" -> add(namespaces, document, object, Namespace.class);
            case "/Pod" -> add(pods, document, object, Pod.class);
            case "/Service" -> add(services, document, object, Service.class);
            case "/Node" -> add(nodes, document, object, Node.class);
            case "networking.k8s.io/NetworkPolicy" -> add(networkPolicies, document, object, NetworkPolicy.class);
            case "apps/Deployment", "apps/StatefulSet", "apps/DaemonSet" -> {
                PodTemplateSpec template = addPod(document, object, List.of("spec", "template"));
                if (template != null) {
                    addWorkload(document, object, template);
                }
            }
            case "apps/ReplicaSet", "batch/Job", "/ReplicationController" ->
                addPod(document, object, List.of("spec", "template"));
            case "batch/CronJob" -> addPod(document, object, List.of("spec", "jobTemplate", "spec", "template"));
            default -> {
                if (POLICY_GROUPS.contains(group) && POLICY_KINDS.contains(object.getKind())) {
                    otherPolicies.add(object);
                }
            }
        }
    }

    private <T> void add(List<T> to, Documents.Found document, GenericKubernetesResource object, Class<T> type) {
        T typed = convert(document, object, type);
        if (typed != null) {
            to.add(typed);
        }
    }

    /** Of the kinds that a matrix can name. One without a selector would be refused by an API server. */
    private void addWorkload(Documents.Found document, GenericKubernetesResource object, PodTemplateSpec template) {
        Object selector = object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                ? spec.get("selector")
                : null;
        LabelSelector typed = selector == null ? null : convert(document, selector, LabelSelector.class);
        if (typed != null) {
            workloads.add(new Workload(object.getKind(), object.getMetadata().getNamespace(),
                    object.getMetadata().getName(), typed, template));
        }
    }

    /** One pod stands for all replicas: none of them differ to a policy. Null where there is no template. */
    private @Nullable PodTemplateSpec addPod(Documents.Found document, GenericKubernetesResource object,
            List<String> path) {
        Object template = object.getAdditionalProperties();
        for (String field : path) {
            template = template instanceof Map<?, ?> map ? map.get(field) : null;
        }
        PodTemplateSpec spec = template == null ? null : convert(document, template, PodTemplateSpec.class);
        if (spec == null || spec.getSpec() == null) {
            problems.add(document.where(), object.getKind() + " " + object.getMetadata().getName()
                    + " has no pod template", "Give it " + String.join(".", path) + ".spec.");
            return null;
        }
        Pod pod = new Pod();
        pod.setMetadata(spec.getMetadata() == null ? new ObjectMeta()
                : new ObjectMetaBuilder(spec.getMetadata()).build());
        pod.getMetadata().setName(object.getMetadata().getName());
        pod.getMetadata().setNamespace(object.getMetadata().getNamespace());
        pod.getMetadata().setOwnerReferences(List.of(new OwnerReferenceBuilder().withApiVersion(object.getApiVersion())
                .withKind(object.getKind()).withName(object.getMetadata().getName()).withUid("").withController(true)
                .build()));
        pod.setSpec(spec.getSpec());
        boolean taken = pods.stream()
                .anyMatch(other -> other.getMetadata().getName().equals(pod.getMetadata().getName())
                        && other.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace()));
        if (taken) {
            pod.getMetadata().setName(pod.getMetadata().getName() + "-" + object.getKind().toLowerCase(Locale.ROOT));
        }
        pods.add(pod);
        return spec;
    }

    private <T> @Nullable T convert(Documents.Found document, Object value, Class<T> type) {
        try {
            return mapper.convertValue(value, type);
        } catch (IllegalArgumentException | JacksonException e) {
            String message = String.valueOf(e.getMessage());
            problems.add(document.where(), "can't be read as " + type.getSimpleName() + ": "
                    + message.lines().findFirst().orElse(message), "Correct the field.");
            return null;
        }
    }
}
