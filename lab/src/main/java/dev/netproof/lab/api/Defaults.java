package dev.netproof.lab.api;

import java.util.List;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/** Fills in what a client left out, as the API server does. Called under the store's lock. */
final class Defaults {
    private static final Set<String> WORKLOADS = Set.of("deployments", "replicasets", "statefulsets", "daemonsets");

    private final ServiceAddresses addresses;
    private final ServiceFamilies families;

    Defaults(ServiceAddresses addresses, ServiceFamilies families) {
        this.addresses = addresses;
        this.families = families;
    }

    void atCreation(ResourceType type, ObjectNode object) {
        if (StatusParts.isSeparate(type) && !type.equals(ResourceTypes.NODES)) {
            object.remove("status");
        }
        switch (type.plural()) {
            case "namespaces" -> {
                Json.child(object, "metadata", "labels").put("kubernetes.io/metadata.name",
                        Json.text(object, "metadata", "name"));
                Json.child(object, "spec").putArray("finalizers").add("kubernetes");
                Json.child(object, "status").put("phase", "Active");
            }
            case "pods" -> {
                pod(Json.child(object, "spec"));
                Json.initially(Json.child(object, "spec"), "serviceAccountName", "default");
                Json.child(object, "status").put("phase", "Pending").put("qosClass", "BestEffort");
            }
            default -> {
            }
        }
        spec(type, object);
    }

    void atUpdate(ResourceType type, ObjectNode current, ObjectNode next) {
        switch (type.plural()) {
            case "namespaces" -> Json.child(next, "metadata", "labels").put("kubernetes.io/metadata.name",
                    Json.text(next, "metadata", "name"));
            case "pods" -> {
                pod(Json.child(next, "spec"));
                keep(current, next, "nodeName");
                keep(current, next, "serviceAccountName");
                keep(current, next, "ephemeralContainers");
            }
            case "services" -> {
                keep(current, next, "clusterIP");
                keep(current, next, "clusterIPs");
                keep(current, next, "ipFamilies");
                keep(current, next, "ipFamilyPolicy");
            }
            default -> {
            }
        }
        spec(type, next);
    }

    private static void keep(ObjectNode current, ObjectNode next, String field) {
        ObjectNode spec = Json.child(next, "spec");
        if (!spec.has(field) && current.path("spec").has(field)) {
            spec.set(field, current.path("spec").get(field).deepCopy());
        }
    }

    private void spec(ResourceType type, ObjectNode object) {
        if (type.equals(ResourceTypes.SERVICES)) {
            service(object);
        } else if (type.equals(ResourceTypes.NETWORK_POLICIES)) {
            policy(Json.child(object, "spec"));
        } else if (type.group().equals("apps") && WORKLOADS.contains(type.plural())) {
            workload(type, Json.child(object, "spec"));
        }
    }

    private static void workload(ResourceType type, ObjectNode spec) {
        if (!type.equals(ResourceTypes.DAEMON_SETS)) {
            Json.initially(spec, "replicas", 1);
        }
        if (type.equals(ResourceTypes.DEPLOYMENTS)) {
            Json.initially(spec, "progressDeadlineSeconds", 600);
            Json.initially(spec, "revisionHistoryLimit", 10);
            Json.initially(Json.child(spec, "strategy"), "type", "RollingUpdate");
        } else if (type.equals(ResourceTypes.STATEFUL_SETS)) {
            Json.initially(spec, "podManagementPolicy", "OrderedReady");
        }
        Json.child(spec, "template", "metadata");
        pod(Json.child(spec, "template", "spec"));
    }

    private static void pod(ObjectNode spec) {
        Json.initially(spec, "restartPolicy", "Always");
        Json.initially(spec, "dnsPolicy", "ClusterFirst");
        Json.initially(spec, "schedulerName", "default-scheduler");
        Json.initially(spec, "terminationGracePeriodSeconds", 30);
        Json.child(spec, "securityContext");
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (ObjectNode container : Json.objects(spec, list)) {
                String image = Json.text(container, "image");
                Json.initially(container, "imagePullPolicy",
                        image.contains("@") || image.matches(".*:(?!latest$)[^/]+") ? "IfNotPresent" : "Always");
                Json.initially(container, "terminationMessagePath", "/dev/termination-log");
                Json.initially(container, "terminationMessagePolicy", "File");
                Json.child(container, "resources");
                Json.objects(container, "ports").forEach(port -> Json.initially(port, "protocol", "TCP"));
                for (String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
                    if (container.path(probe) instanceof ObjectNode given) {
                        probe(given);
                    }
                }
            }
        }
    }

    private static void probe(ObjectNode probe) {
        Json.initially(probe, "timeoutSeconds", 1);
        Json.initially(probe, "periodSeconds", 10);
        Json.initially(probe, "successThreshold", 1);
        Json.initially(probe, "failureThreshold", 3);
        if (probe.path("httpGet") instanceof ObjectNode http) {
            Json.initially(http, "path", "/");
            Json.initially(http, "scheme", "HTTP");
        }
    }

    private void service(ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        Json.initially(spec, "type", "ClusterIP");
        Json.initially(spec, "sessionAffinity", "None");
        String type = Json.text(spec, "type");
        if (type.equals("ExternalName")) {
            return;
        }
        Json.initially(spec, "internalTrafficPolicy", "Cluster");
        families.fill(service);
        for (ObjectNode port : Json.objects(spec, "ports")) {
            Json.initially(port, "protocol", "TCP");
            if (!port.hasNonNull("targetPort") && port.has("port")) {
                port.set("targetPort", port.get("port"));
            }
            if ((type.equals("NodePort") || type.equals("LoadBalancer")) && !port.hasNonNull("nodePort")) {
                port.put("nodePort", addresses.nextNodePort());
            }
        }
    }

    private static void policy(ObjectNode spec) {
        Json.child(spec, "podSelector");
        if (spec.path("policyTypes").isEmpty()) {
            var directions = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                directions.add("Egress");
            }
        }
        for (String direction : List.of("ingress", "egress")) {
            for (ObjectNode rule : Json.objects(spec, direction)) {
                Json.objects(rule, "ports").forEach(port -> Json.initially(port, "protocol", "TCP"));
            }
        }
    }
}
