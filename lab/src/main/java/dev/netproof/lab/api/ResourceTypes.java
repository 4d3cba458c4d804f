package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import tools.jackson.databind.node.ObjectNode;

/** The kinds the API serves: the built-in ones and those that definitions or manifests brought. Thread-safe. */
public final class ResourceTypes {
    public static final ResourceType NAMESPACES = core("namespaces", "Namespace", false, "ns");
    public static final ResourceType NODES = core("nodes", "Node", false, "no");
    public static final ResourceType PODS = core("pods", "Pod", true, "po");
    public static final ResourceType SERVICES = core("services", "Service", true, "svc");
    public static final ResourceType ENDPOINTS = core("endpoints", "Endpoints", true, "ep");
    public static final ResourceType CONFIG_MAPS = core("configmaps", "ConfigMap", true, "cm");
    public static final ResourceType SERVICE_ACCOUNTS = core("serviceaccounts", "ServiceAccount", true, "sa");
    public static final ResourceType EVENTS = core("events", "Event", true, "ev");
    public static final ResourceType DEPLOYMENTS = type("apps", "v1", "deployments", "Deployment", true, true,
            "deploy");
    public static final ResourceType REPLICA_SETS = type("apps", "v1", "replicasets", "ReplicaSet", true, true, "rs");
    public static final ResourceType STATEFUL_SETS = type("apps", "v1", "statefulsets", "StatefulSet", true, true,
            "sts");
    public static final ResourceType DAEMON_SETS = type("apps", "v1", "daemonsets", "DaemonSet", true, true, "ds");
    public static final ResourceType NETWORK_POLICIES = type("networking.k8s.io", "v1", "networkpolicies",
            "NetworkPolicy", true, false, "netpol");
    public static final ResourceType ENDPOINT_SLICES = type("discovery.k8s.io", "v1", "endpointslices",
            "EndpointSlice", true, false);
    public static final ResourceType EXTERNAL_HOSTS = type("lab.netproof.dev", "v1", "externalhosts", "ExternalHost",
            false, false);
    public static final ResourceType POD_FAULTS = type("lab.netproof.dev", "v1", "podfaults", "PodFault", true, false);
    static final ResourceType DEFINITIONS = type("apiextensions.k8s.io", "v1", "customresourcedefinitions",
            "CustomResourceDefinition", false, false, "crd", "crds");

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final List<ResourceType> BUILT_IN = List.of(NAMESPACES, NODES, PODS, SERVICES, ENDPOINTS,
            CONFIG_MAPS, core("secrets", "Secret", true), SERVICE_ACCOUNTS, EVENTS,
            core("limitranges", "LimitRange", true, "limits"), core("resourcequotas", "ResourceQuota", true, "quota"),
            core("replicationcontrollers", "ReplicationController", true, "rc"),
            core("persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"),
            core("persistentvolumes", "PersistentVolume", false, "pv"), DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS,
            DAEMON_SETS, type("apps", "v1", "controllerrevisions", "ControllerRevision", true, false),
            type("batch", "v1", "jobs", "Job", true, true),
            type("batch", "v1", "cronjobs", "CronJob", true, true, "cj"),
            NETWORK_POLICIES, type("networking.k8s.io", "v1", "ingresses", "Ingress", true, false, "ing"),
            type("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false, false), ENDPOINT_SLICES,
            type("coordination.k8s.io", "v1", "leases", "Lease", true, false),
            type("events.k8s.io", "v1", "events", "Event", true, false, "ev"),
            type("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, false, "pdb"),
            type("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, true, "hpa"),
            type(RBAC, "v1", "roles", "Role", true, false),
            type(RBAC, "v1", "rolebindings", "RoleBinding", true, false),
            type(RBAC, "v1", "clusterroles", "ClusterRole", false, false),
            type(RBAC, "v1", "clusterrolebindings", "ClusterRoleBinding", false, false),
            type("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false, false, "pc"),
            type("storage.k8s.io", "v1", "storageclasses", "StorageClass", false, false, "sc"), DEFINITIONS,
            EXTERNAL_HOSTS, POD_FAULTS);

    private final Map<String, ResourceType> byPath = new ConcurrentSkipListMap<>();

    public ResourceTypes() {
        BUILT_IN.forEach(this::add);
    }

    private static ResourceType core(String plural, String kind, boolean namespaced, String... shortNames) {
        boolean inAll = List.of("pods", "services", "replicationcontrollers").contains(plural);
        return new ResourceType("", "v1", plural, kind, namespaced, List.of(shortNames), inAll);
    }

    private static ResourceType type(String group, String version, String plural, String kind, boolean namespaced,
            boolean inAll, String... shortNames) {
        return new ResourceType(group, version, plural, kind, namespaced, List.of(shortNames), inAll);
    }

    private void add(ResourceType type) {
        byPath.putIfAbsent(path(type.group(), type.version(), type.plural()), type);
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    Collection<ResourceType> all() {
        return byPath.values();
    }

    Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(byPath.get(path(group, version, plural)));
    }

    /** The type of an object by its {@code apiVersion} and {@code kind}. */
    public Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return byPath.values().stream().filter(type -> type.kind().equals(kind) && type.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /**
     * The type of a manifest's object; a kind nobody declared is served from now on under the plural that English would
     * give it.
     *
     * @param namespaced whether an unknown kind lives in namespaces
     */
    public ResourceType ofManifest(String apiVersion, String kind, boolean namespaced) {
        return ofKind(apiVersion, kind).orElseGet(() -> {
            int slash = apiVersion.indexOf('/');
            ResourceType type = new ResourceType(slash < 0 ? "" : apiVersion.substring(0, slash),
                    apiVersion.substring(slash + 1), plural(kind), kind, namespaced, List.of(), false);
            add(type);
            return type;
        });
    }

    private static String plural(String kind) {
        String name = kind.toLowerCase(Locale.ROOT);
        if (name.endsWith("y") && !name.matches(".*[aeiou]y")) {
            return name.substring(0, name.length() - 1) + "ies";
        }
        return name.matches(".*(s|x|ch|sh)") ? name + "es" : name + "s";
    }

    /** Serves what a CustomResourceDefinition defines. */
    void define(ObjectNode definition) {
        ObjectNode spec = Json.child(definition, "spec");
        List<String> shortNames = new ArrayList<>();
        Json.at(spec, "names", "shortNames").forEach(name -> shortNames.add(Json.text(name)));
        for (ObjectNode version : Json.objects(spec, "versions")) {
            if (Json.flag(version, "served")) {
                add(new ResourceType(Json.text(spec, "group"), Json.text(version, "name"),
                        Json.text(spec, "names", "plural"), Json.text(spec, "names", "kind"),
                        !Json.text(spec, "scope").equals("Cluster"), shortNames, false));
            }
        }
    }
}
