package dev.netproof.lab.api;

import tools.jackson.databind.node.ObjectNode;

/** The {@code scale} subresource of workloads: {@code autoscaling/v1 Scale}, a view on the number of replicas. */
final class Scale {
    private Scale() {}

    static boolean isServed(ResourceType type) {
        return type.equals(ResourceTypes.DEPLOYMENTS) || type.equals(ResourceTypes.REPLICA_SETS)
                || type.equals(ResourceTypes.STATEFUL_SETS);
    }

    static ObjectNode of(ObjectNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[]{"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.put(field, Json.text(workload, "metadata", field));
        }
        scale.putObject("spec").put("replicas", Json.number(workload, 0, "spec", "replicas"));
        ObjectNode status = scale.putObject("status").put("replicas", Json.number(workload, 0, "status", "replicas"));
        StringBuilder selector = new StringBuilder();
        Json.strings(workload, "spec", "selector", "matchLabels").forEach((key, value) -> selector
                .append(selector.isEmpty() ? "" : ",").append(key).append('=').append(value));
        status.put("selector", selector.toString());
        return scale;
    }

    /** Takes over the replicas, and the resourceVersion that the client means. */
    static ObjectNode apply(ObjectNode workload, ObjectNode scale) {
        Json.child(workload, "spec").put("replicas", Json.number(scale, 0, "spec", "replicas"));
        String version = Json.text(scale, "metadata", "resourceVersion");
        if (!version.isEmpty()) {
            Json.child(workload, "metadata").put("resourceVersion", version);
        }
        return workload;
    }
}
