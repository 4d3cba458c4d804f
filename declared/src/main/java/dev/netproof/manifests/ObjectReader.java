package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.Position;
import dev.netproof.manifests.Kinds.Found;
import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.policy.Unevaluated;
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

    private final ManifestProblems problems;
    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, Position> seen = new HashMap<>();
    private final List<Unevaluated> unread = new ArrayList<>();
    private final Places places = new Places();
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<NetworkPolicy> networkPolicies = new ArrayList<>();
    private final List<GenericKubernetesResource> otherPolicies = new ArrayList<>();

    ObjectReader(ManifestProblems problems) {
        this.problems = problems;
    }

    Snapshot snapshot() {
        return new Snapshot(namespaces, workloads, pods, services, List.of(), nodes, networkPolicies, otherPolicies);
    }

    Places places() {
        return places;
    }

    List<Unevaluated> unread() {
        return unread;
    }

    void read(Written.Mapping written) {
        String apiVersion = written.text("apiVersion");
        String kind = written.text("kind");
        Mapping metadata = written.mapping("metadata");
        if (apiVersion == null || kind == null || metadata == null) {
            problems.add(written.at(), "apiVersion, kind or metadata.name is missing",
                    "Give the object all three; templates and generated names are not rendered here.");
            return;
        }
        Found found = Kinds.find(apiVersion, kind, written);
        switch (found) {
            case Found.Known(Shape shape) -> {
                int before = problems.count();
                Object fields = new ShapeCheck(problems).read(written, shape, "");
                name(kind, metadata);
                if (problems.count() == before) {
                    accept(written, kind, found, fields);
                }
            }
            case Found.Policy policy -> {
                int before = problems.count();
                new ShapeCheck(problems).read(metadata, new Shape.Model(ObjectMeta.class), "metadata");
                Object fields = new ShapeCheck(problems).read(written, new Shape.Anything(), "");
                if (problems.count() == before) {
                    accept(written, kind, found, fields);
                }
            }
            case Found.Unread(String reason) -> unread(written, kind, metadata, apiVersion + " " + reason);
            case Found.Wrong(String how) -> {
                Written at = Objects.requireNonNullElse(written.get("apiVersion"), written);
                problems.add(at.at(), "no API server has the kind " + Quote.of(kind) + " in version "
                        + Quote.of(apiVersion), how);
            }
            case Found.OfNoMatter none -> {
                // Its fields are somebody else's.
            }
        }
    }

    private void unread(Mapping written, String kind, Mapping metadata, String reason) {
        PolicyRef object = new PolicyRef(kind, Objects.requireNonNullElse(metadata.text("namespace"), ""),
                Objects.requireNonNullElse(metadata.text("name"), ""));
        places.add(kind, object.namespace(), object.name(), written);
        unread.add(new Unevaluated(object, object + " of " + reason + ".", Optional.of(written.at())));
    }

    /** Shorter ones than others have: they become labels, and names of DNS. */
    private void name(String kind, Mapping metadata) {
        Scalar name = metadata.scalar("name");
        if (name != null && name.type() == Written.Meaning.TEXT && Set.of("Namespace", "Service").contains(kind)
                && Names.SUBDOMAIN.wrong(name.text()).isEmpty()) {
            Names.LABEL.wrong(name.text()).ifPresent(wrong -> problems.add(name.at(),
                    "metadata.name: " + Quote.of(name.text()) + " " + wrong.what(), wrong.fix()));
        }
    }

    private void accept(Mapping written, String kind, Found found, @Nullable Object fields) {
        GenericKubernetesResource object = convert(written, fields, GenericKubernetesResource.class);
        if (object == null) {
            return;
        }
        if (object.getMetadata() == null || object.getMetadata().getName() == null
                || object.getMetadata().getName().isEmpty()) {
            problems.add(written.at(), "apiVersion, kind or metadata.name is missing",
                    "Give the object all three; templates and generated names are not rendered here.");
            return;
        }
        String namespace = object.getMetadata().getNamespace();
        object.getMetadata().setNamespace(Kinds.isClusterWide(kind, found) ? null
                : namespace == null || namespace.isEmpty() ? "default" : namespace);
        // Several versions of an API are one object.
        Position earlier = seen.putIfAbsent(group(object) + " " + kind + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName(), written.at());
        if (earlier != null) {
            problems.add(written.at(), kind + " " + object.getMetadata().getName() + " is already at " + earlier,
                    "Remove one of them.");
            return;
        }
        places.add(kind, object.getMetadata().getNamespace(), object.getMetadata().getName(), written);
        sort(written, object, found);
    }

    private static String group(GenericKubernetesResource object) {
        return object.getApiVersion().contains("/")
                ? object.getApiVersion().substring(0, object.getApiVersion().indexOf('/')) : "";
    }

    private void sort(Mapping document, GenericKubernetesResource object, Found found) {
        if (found instanceof Found.Policy) {
            otherPolicies.add(object);
            return;
        }
        switch (object.getKind()) {
            case "Namespace" -> add(namespaces, document, object, Namespace.class);
            case "Pod" -> add(pods, document, object, Pod.class);
            case "Service" -> add(services, document, object, Service.class);
            case "Node" -> add(nodes, document, object, Node.class);
            case "NetworkPolicy" -> add(networkPolicies, document, object, NetworkPolicy.class);
            case "Deployment", "StatefulSet", "DaemonSet" -> {
                PodTemplateSpec template = addPod(document, object, List.of("spec", "template"));
                if (template != null) {
                    addWorkload(document, object, template);
                }
            }
            case "ReplicaSet", "Job", "ReplicationController" ->
                addPod(document, object, List.of("spec", "template"));
            case "CronJob" -> addPod(document, object, List.of("spec", "jobTemplate", "spec", "template"));
            default -> otherPolicies.add(object);
        }
    }

    private <T> void add(List<T> to, Mapping document, GenericKubernetesResource object, Class<T> type) {
        T typed = convert(document, object, type);
        if (typed != null) {
            to.add(typed);
        }
    }

    /** Of the kinds that a matrix can name. One without a selector would be refused by an API server. */
    private void addWorkload(Mapping document, GenericKubernetesResource object, PodTemplateSpec template) {
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
    private @Nullable PodTemplateSpec addPod(Mapping document, GenericKubernetesResource object,
            List<String> path) {
        Object template = object.getAdditionalProperties();
        for (String field : path) {
            template = template instanceof Map<?, ?> map ? map.get(field) : null;
        }
        PodTemplateSpec spec = template == null ? null : convert(document, template, PodTemplateSpec.class);
        if (spec == null || spec.getSpec() == null) {
            problems.add(document.at(), object.getKind() + " " + object.getMetadata().getName()
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

    private <T> @Nullable T convert(Mapping document, @Nullable Object value, Class<T> type) {
        try {
            return mapper.convertValue(value, type);
        } catch (IllegalArgumentException | JacksonException e) {
            String message = String.valueOf(e.getMessage());
            problems.add(document.at(), "can't be read as " + type.getSimpleName() + ": "
                    + message.lines().findFirst().orElse(message), "Correct the field.");
            return null;
        }
    }
}
