package dev.netproof.manifests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.netproof.manifests.Shape.Anything;
import dev.netproof.manifests.Shape.Fields;
import dev.netproof.manifests.Shape.Model;
import dev.netproof.manifests.Shape.Rule;
import dev.netproof.manifests.Shape.Single;
import dev.netproof.manifests.Written.Items;
import dev.netproof.manifests.Written.Mapping;
import dev.netproof.matrix.grammar.Nearest;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;

/** Which kinds are read, by which version of which API, and what the others mean to the network. */
final class Kinds {

    private static final String ADMIN_GROUP = "policy.networking.k8s.io";
    private static final String CLUSTER_NETWORK_POLICY = "ClusterNetworkPolicy";

    /** What becomes of an object. */
    sealed interface Found {

        /** It is read. */
        record Known(Shape shape) implements Found {}

        /** A policy that exists, and that nobody evaluates. */
        record Policy(boolean isClusterWide) implements Found {}

        /** It has to do with the network, and is passed over with these words. */
        record Unread(String reason) implements Found {}

        /** An API server would not know it. */
        record Wrong(String how) implements Found {}

        /** It means nothing to the network. */
        record OfNoMatter() implements Found {}
    }

    private record KnownKind(String group, List<String> versions, boolean isNamespaced, Shape shape) {

        String apiVersions() {
            return String.join(" or ", versions.stream().map(version -> group.isEmpty() ? version
                    : group + "/" + version).toList());
        }
    }

    private static final Map<String, KnownKind> KNOWN = known();
    /** Kinds of groups that belong to Kubernetes itself, beside those that are read. */
    private static final Map<String, Set<String>> SERVED = Map.of(
            "", Set.of("Binding", "ComponentStatus", "ConfigMap", "Endpoints", "Event", "LimitRange",
                    "PersistentVolume", "PersistentVolumeClaim", "PodTemplate", "ResourceQuota", "Secret",
                    "ServiceAccount"),
            "apps", Set.of("ControllerRevision"), "batch", Set.of(), "extensions", Set.of("Ingress"),
            "networking.k8s.io", Set.of("IPAddress", "Ingress", "IngressClass", "ServiceCIDR"));
    /** Words of the names of kinds and groups that have a say in who reaches whom. */
    private static final Pattern NETWORK = Pattern.compile("network|firewall|egress|gateway|mesh|securitygroup|"
            + "authorizationpolicy|istio|cilium|calico|antrea|linkerd|kuma|ovn|cni\\.|submariner|multicluster");
    private static final int DEEPEST_TEMPLATE = 8;

    private Kinds() {}

    private static Map<String, KnownKind> known() {
        Map<String, KnownKind> known = new LinkedHashMap<>();
        known.put("Namespace", core(Namespace.class, false));
        known.put("Node", core(Node.class, false));
        known.put("Pod", core(Pod.class, true));
        known.put("Service", core(Service.class, true));
        known.put("ReplicationController", core(ReplicationController.class, true));
        for (Class<?> type : List.of(Deployment.class, StatefulSet.class, DaemonSet.class, ReplicaSet.class)) {
            known.put(type.getSimpleName(), new KnownKind("apps", List.of("v1"), true, new Model(type)));
        }
        Fields job = part(Map.of("template", new Model(PodTemplateSpec.class), "selector",
                new Model(LabelSelector.class)));
        known.put("Job", new KnownKind("batch", List.of("v1"), true, object(job, false)));
        known.put("CronJob", new KnownKind("batch", List.of("v1"), true,
                object(part(Map.of("jobTemplate", part(Map.of("metadata", new Model(ObjectMeta.class), "spec", job)))),
                        false)));
        known.put("NetworkPolicy", new KnownKind("networking.k8s.io", List.of("v1"), true,
                object(new Model(NetworkPolicySpec.class), true)));
        known.put("AdminNetworkPolicy", admin(List.of("v1alpha1"), AdminPolicyRules.admin()));
        known.put("BaselineAdminNetworkPolicy", admin(List.of("v1alpha1"), AdminPolicyRules.baseline()));
        known.put(CLUSTER_NETWORK_POLICY, admin(List.of("v1alpha2", "v1beta1"), AdminPolicyRules.cluster()));
        return known;
    }

    private static KnownKind core(Class<?> type, boolean isNamespaced) {
        return new KnownKind("", List.of("v1"), isNamespaced, new Model(type));
    }

    private static KnownKind admin(List<String> versions, Shape shape) {
        return new KnownKind(ADMIN_GROUP, versions, false, shape);
    }

    /** Some fields of several. */
    private static Fields part(Map<String, Shape> fields) {
        return new Fields(fields, Set.of(), false, Rule.NONE);
    }

    private static Fields object(Shape spec, boolean isComplete) {
        return new Fields(Map.of("apiVersion", Single.TEXT, "kind", Single.TEXT, "metadata",
                new Model(ObjectMeta.class), "spec", spec, "status", new Anything()), Set.of(), isComplete, Rule.NONE);
    }

    static Found find(String apiVersion, String kind, Mapping object) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        KnownKind known = KNOWN.get(kind);
        boolean isOfKubernetes = !group.contains(".") || group.endsWith(".k8s.io");
        if (version.isEmpty() || version.contains("/")) {
            return new Found.Wrong("Write group/version, such as apps/v1.");
        } else if (known != null && known.group().equals(group)) {
            return known.versions().contains(version) ? new Found.Known(known.shape())
                    // A kind that is still moving may well have another version by now.
                    : kind.equals(CLUSTER_NETWORK_POLICY) && !version.equals("v1alpha1") ? new Found.Policy(true)
                            : wrong(known);
        } else if (known != null && isOfKubernetes) {
            return wrong(known);
        } else if (SERVED.containsKey(group)) {
            return served(group, kind);
        } else if (kind.endsWith("NetworkPolicy") || kind.equals("AuthorizationPolicy")) {
            return new Found.Policy(!kind.equals("AuthorizationPolicy") && isClusterWide(group, kind));
        }
        return unknown(group, kind, object);
    }

    private static boolean isClusterWide(String group, String kind) {
        return kind.contains("Global") || kind.contains("Clusterwide") || kind.contains("Cluster")
                || group.equals(ADMIN_GROUP);
    }

    private static Found wrong(KnownKind known) {
        return new Found.Wrong("Write apiVersion: " + known.apiVersions() + ".");
    }

    private static Found served(String group, String kind) {
        Set<String> served = SERVED.getOrDefault(group, Set.of());
        if (served.contains(kind)) {
            return new Found.OfNoMatter();
        }
        Set<String> all = new TreeSet<>(served);
        KNOWN.forEach((name, known) -> {
            if (known.group().equals(group)) {
                all.add(name);
            }
        });
        return Nearest.to(kind, all).<Found>map(meant -> new Found.Wrong("Did you mean " + meant + "?"))
                .orElseGet(() -> new Found.Unread("is not read: its kind is not known here"));
    }

    private static Found unknown(String group, String kind, Mapping object) {
        if (runsPods(object, 0)) {
            return new Found.Unread("is not read: its kind is not known here, and its pods are left out");
        }
        String words = (group + " " + kind).toLowerCase(Locale.ROOT);
        return NETWORK.matcher(words).find() ? new Found.Unread("is not read: its kind is not known here")
                : new Found.OfNoMatter();
    }

    /** Whether there is a pod template somewhere in an object of an unknown kind. */
    private static boolean runsPods(Written part, int depth) {
        if (depth > DEEPEST_TEMPLATE) {
            return false;
        }
        return switch (part) {
            case Mapping mapping -> isTemplate(mapping) || mapping.entries().values().stream()
                    .anyMatch(entry -> runsPods(entry.value(), depth + 1));
            case Items list -> list.all().stream().anyMatch(item -> runsPods(item, depth + 1));
            case Written.Scalar scalar -> false;
        };
    }

    private static boolean isTemplate(Mapping mapping) {
        Mapping spec = mapping.mapping("spec");
        return spec != null && !spec.items("containers").isEmpty();
    }

    /** Whether objects of a kind that is read, or of a policy, are of the whole cluster. */
    static boolean isClusterWide(String kind, Found found) {
        return switch (found) {
            case Found.Known known -> !KNOWN.getOrDefault(kind, core(Pod.class, true)).isNamespaced();
            case Found.Policy policy -> policy.isClusterWide();
            case Found.Unread unread -> false;
            case Found.Wrong wrong -> false;
            case Found.OfNoMatter none -> false;
        };
    }
}
