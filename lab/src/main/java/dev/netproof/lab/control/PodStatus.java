package dev.netproof.lab.control;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.Resources;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the kubelet reports about a pod, in place. */
final class PodStatus {
    private PodStatus() {}

    /** The pod has a network, and nothing runs in it yet. */
    static void starting(ObjectNode pod, List<String> addresses, List<String> nodeAddresses) {
        String now = Resources.now();
        ObjectNode status = Json.child(pod, "status");
        status.put("phase", "Pending").put("startTime", now).put("hostIP", nodeAddresses.get(0))
                .put("podIP", addresses.get(0));
        ArrayNode podIps = status.putArray("podIPs");
        addresses.forEach(address -> podIps.addObject().put("ip", address));
        ArrayNode hostIps = status.putArray("hostIPs");
        nodeAddresses.forEach(address -> hostIps.addObject().put("ip", address));
        Pods.condition(pod, "PodScheduled", true, "", "", now);
        waiting(pod, "ContainerCreating", "");
    }

    /** The pod's containers wait for something. */
    static void waiting(ObjectNode pod, String reason, String message) {
        ArrayNode list = Json.child(pod, "status").putArray("containerStatuses");
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            ObjectNode waiting = entry(list, container, false).put("started", false).putObject("state")
                    .putObject("waiting").put("reason", reason);
            if (!message.isEmpty()) {
                waiting.put("message", message);
            }
        }
    }

    /** All containers run; some are ready. */
    static void running(ObjectNode pod, Set<String> ready) {
        String now = Resources.now();
        String since = Json.text(pod, "status", "startTime");
        ObjectNode status = Json.child(pod, "status").put("phase", "Running");
        ArrayNode list = status.putArray("containerStatuses");
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            running(entry(list, container, ready.contains(Json.text(container, "name"))), since);
        }
        if (!Json.at(pod, "spec", "initContainers").isEmpty()) {
            ArrayNode initial = status.putArray("initContainerStatuses");
            for (ObjectNode container : Json.objects(pod, "spec", "initContainers")) {
                ObjectNode entry = entry(initial, container, true);
                if (Json.text(container, "restartPolicy").equals("Always")) {
                    running(entry, since);
                } else {
                    entry.put("started", false).putObject("state").putObject("terminated").put("exitCode", 0)
                            .put("reason", "Completed").put("startedAt", since).put("finishedAt", since);
                }
            }
        }
        ephemeral(pod);
        Pods.condition(pod, "Initialized", true, "", "", now);
        readiness(pod, now);
    }

    /** Ephemeral containers run as soon as they are there. */
    static void ephemeral(ObjectNode pod) {
        List<ObjectNode> containers = Json.objects(pod, "spec", "ephemeralContainers");
        if (containers.isEmpty()) {
            return;
        }
        List<ObjectNode> known = Json.objects(pod, "status", "ephemeralContainerStatuses");
        ArrayNode list = Json.child(pod, "status").putArray("ephemeralContainerStatuses").addAll(known);
        for (ObjectNode container : containers) {
            String name = Json.text(container, "name");
            if (known.stream().noneMatch(one -> Json.text(one, "name").equals(name))) {
                running(entry(list, container, false), Resources.now());
            }
        }
    }

    private static void running(ObjectNode entry, String since) {
        entry.put("started", true).putObject("state").putObject("running").put("startedAt", since);
    }

    private static ObjectNode entry(ArrayNode list, ObjectNode container, boolean ready) {
        String name = Json.text(container, "name");
        return list.addObject().put("name", name).put("image", Json.text(container, "image"))
                .put("imageID", "lab://" + Json.text(container, "image")).put("containerID", "lab://" + name)
                .put("restartCount", 0).put("ready", ready);
    }

    /** The conditions ContainersReady and Ready, from the containers and the pod's readiness gates. */
    static void readiness(ObjectNode pod, String now) {
        List<String> unready = Json.objects(pod, "status", "containerStatuses").stream()
                .filter(container -> !Json.flag(container, "ready")).map(container -> Json.text(container, "name"))
                .toList();
        String reason = unready.isEmpty() ? "" : "ContainersNotReady";
        String message = unready.isEmpty() ? "" : "containers with unready status: " + unready;
        Pods.condition(pod, "ContainersReady", unready.isEmpty(), reason, message, now);
        if (unready.isEmpty() && !gatesOpen(pod)) {
            Pods.condition(pod, "Ready", false, "ReadinessGatesNotReady",
                    "the status of pod readiness gate(s) is not \"True\"", now);
        } else {
            Pods.condition(pod, "Ready", unready.isEmpty(), reason, message, now);
        }
    }

    private static boolean gatesOpen(ObjectNode pod) {
        Predicate<ObjectNode> open = gate -> Pods.hasCondition(pod, Json.text(gate, "conditionType"));
        return Json.objects(pod, "spec", "readinessGates").stream().allMatch(open);
    }

    /** Whether the pod's conditions or ephemeral containers lag behind what they follow from. */
    static boolean isOutdated(ObjectNode pod) {
        boolean ready = Pods.hasCondition(pod, "ContainersReady") && gatesOpen(pod);
        return ready != Pods.isReady(pod) || Json.at(pod, "spec", "ephemeralContainers").size() != Json
                .at(pod, "status", "ephemeralContainerStatuses").size();
    }

    /** The pod was ended. */
    static void failed(ObjectNode pod, String reason, String message) {
        String now = Resources.now();
        Json.child(pod, "status").put("phase", "Failed").put("reason", reason).put("message", message);
        for (ObjectNode container : Json.objects(pod, "status", "containerStatuses")) {
            container.put("ready", false).put("started", false).putObject("state").putObject("terminated")
                    .put("exitCode", 137).put("reason", "Error").put("finishedAt", now);
        }
        Pods.condition(pod, "ContainersReady", false, "PodFailed", message, now);
        Pods.condition(pod, "Ready", false, "PodFailed", message, now);
    }
}
