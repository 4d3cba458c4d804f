package dev.netproof.lab.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The server-side table that {@code kubectl get} prints. */
final class Table {
    private static final List<String> POD = List.of("Name", "Ready", "Status", "Restarts", "Age", "*IP", "*Node");
    private static final List<String> SERVICE = List.of("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age",
            "*Selector");
    private static final List<String> DEPLOYMENT = List.of("Name", "Ready", "Up-to-date", "Available", "Age",
            "*Containers", "*Images", "*Selector");
    private static final List<String> REPLICA_SET = List.of("Name", "Desired", "Current", "Ready", "Age");
    private static final List<String> STATEFUL_SET = List.of("Name", "Ready", "Age");
    private static final List<String> NAMESPACE = List.of("Name", "Status", "Age");
    private static final List<String> NODE = List.of("Name", "Status", "Roles", "Age", "Version", "*Internal-IP");
    private static final List<String> POLICY = List.of("Name", "Pod-Selector", "Age");
    private static final List<String> ENDPOINTS = List.of("Name", "Endpoints", "Age");
    private static final List<String> OTHER = List.of("Name", "Age");

    private Table() {}

    /** @param includeObject {@code None}, {@code Metadata} (also if empty) or {@code Object}: what comes with each row */
    static ObjectNode of(ResourceType type, List<ObjectNode> objects, String resourceVersion, String includeObject) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (String column : columns(type)) {
            boolean wide = column.startsWith("*");
            String name = wide ? column.substring(1) : column;
            definitions.addObject().put("name", name).put("type", "string")
                    .put("format", name.equals("Name") ? "name" : "").put("description", name)
                    .put("priority", wide ? 1 : 0);
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            cells(type, object).forEach(row.withArray("cells")::add);
            if (includeObject.equals("Object")) {
                row.set("object", object);
            } else if (!includeObject.equals("None")) {
                ObjectNode partial = row.putObject("object").put("kind", "PartialObjectMetadata").put("apiVersion",
                        "meta.k8s.io/v1");
                partial.set("metadata", object.path("metadata"));
            }
        }
        return table;
    }

    private static List<String> columns(ResourceType type) {
        return switch (type.qualifiedPlural()) {
            case "pods" -> POD;
            case "services" -> SERVICE;
            case "deployments.apps" -> DEPLOYMENT;
            case "replicasets.apps" -> REPLICA_SET;
            case "statefulsets.apps" -> STATEFUL_SET;
            case "daemonsets.apps" -> REPLICA_SET;
            case "namespaces" -> NAMESPACE;
            case "nodes" -> NODE;
            case "networkpolicies.networking.k8s.io" -> POLICY;
            case "endpoints", "endpointslices.discovery.k8s.io" -> ENDPOINTS;
            default -> OTHER;
        };
    }

    private static List<String> cells(ResourceType type, ObjectNode object) {
        String name = Json.text(object, "metadata", "name");
        String age = age(object);
        return switch (type.qualifiedPlural()) {
            case "pods" -> pod(object, name, age);
            case "services" -> service(object, name, age);
            case "deployments.apps" -> List.of(name,
                    count(object, "status", "readyReplicas") + "/" + count(object, "spec", "replicas"),
                    count(object, "status", "updatedReplicas"), count(object, "status", "availableReplicas"), age,
                    containers(object, "name"), containers(object, "image"),
                    selector(Json.strings(object, "spec", "selector", "matchLabels").entrySet()));
            case "replicasets.apps" -> List.of(name, count(object, "spec", "replicas"),
                    count(object, "status", "replicas"), count(object, "status", "readyReplicas"), age);
            case "daemonsets.apps" -> List.of(name, count(object, "status", "desiredNumberScheduled"),
                    count(object, "status", "currentNumberScheduled"), count(object, "status", "numberReady"), age);
            case "statefulsets.apps" -> List.of(name,
                    count(object, "status", "readyReplicas") + "/" + count(object, "spec", "replicas"), age);
            case "namespaces" -> List.of(name, Json.text(object, "status", "phase"), age);
            case "nodes" -> List.of(name, "Ready", "<none>", age,
                    Json.text(object, "status", "nodeInfo", "kubeletVersion"),
                    Json.text(object.path("status").path("addresses").path(0), "address"));
            case "networkpolicies.networking.k8s.io" -> List.of(name,
                    selector(Json.strings(object, "spec", "podSelector", "matchLabels").entrySet()), age);
            case "endpoints" -> List.of(name, addresses(object, "subsets", "addresses", "ip"), age);
            case "endpointslices.discovery.k8s.io" -> List.of(name, sliceAddresses(object), age);
            default -> List.of(name, age);
        };
    }

    private static List<String> pod(ObjectNode pod, String name, String age) {
        List<ObjectNode> containers = Json.objects(pod, "status", "containerStatuses");
        long ready = containers.stream().filter(container -> Json.flag(container, "ready")).count();
        String status = Json.text(pod, "status", "reason").isEmpty()
                ? Json.text(pod, "status", "phase")
                : Json.text(pod, "status", "reason");
        if (pod.path("metadata").has("deletionTimestamp")) {
            status = "Terminating";
        } else if (status.equals("Pending") && !Json.text(pod, "spec", "nodeName").isEmpty()) {
            status = "ContainerCreating";
        }
        return List.of(name, ready + "/" + Json.at(pod, "spec", "containers").size(), status, "0", age,
                orNone(Json.text(pod, "status", "podIP")), orNone(Json.text(pod, "spec", "nodeName")));
    }

    private static List<String> service(ObjectNode service, String name, String age) {
        List<String> ports = new ArrayList<>();
        for (ObjectNode port : Json.objects(service, "spec", "ports")) {
            String nodePort = port.has("nodePort") ? ":" + Json.text(port, "nodePort") : "";
            ports.add(Json.text(port, "port") + nodePort + "/" + Json.text(port, "protocol"));
        }
        String external = Json.text(service, "spec", "externalName");
        return List.of(name, Json.text(service, "spec", "type"), orNone(Json.text(service, "spec", "clusterIP")),
                orNone(external), ports.isEmpty() ? "<none>" : String.join(",", ports), age,
                selector(Json.strings(service, "spec", "selector").entrySet()));
    }

    private static String containers(ObjectNode workload, String field) {
        return String.join(",", Json.objects(workload, "spec", "template", "spec", "containers").stream()
                .map(container -> Json.text(container, field)).toList());
    }

    private static String addresses(ObjectNode object, String lists, String items, String field) {
        List<String> found = Json.objects(object, lists).stream().flatMap(list -> Json.objects(list, items).stream())
                .map(item -> Json.text(item, field)).toList();
        return orNone(String.join(",", found));
    }

    private static String sliceAddresses(ObjectNode slice) {
        return orNone(String.join(",", Json.objects(slice, "endpoints").stream()
                .map(endpoint -> Json.text(endpoint.path("addresses").path(0))).toList()));
    }

    private static String selector(Iterable<Map.Entry<String, String>> labels) {
        List<String> parts = new ArrayList<>();
        labels.forEach(label -> parts.add(label.getKey() + "=" + label.getValue()));
        return orNone(String.join(",", parts));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String count(ObjectNode object, String part, String field) {
        return Integer.toString(Json.number(object, 0, part, field));
    }

    private static String age(ObjectNode object) {
        try {
            Duration age = Duration.between(Instant.parse(Json.text(object, "metadata", "creationTimestamp")),
                    Instant.now());
            long seconds = Math.max(0, age.toSeconds());
            if (seconds < 120) {
                return seconds + "s";
            }
            return seconds < 7200 ? age.toMinutes() + "m"
                    : seconds < 172_800 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeParseException none) {
            return "<unknown>";
        }
    }
}
