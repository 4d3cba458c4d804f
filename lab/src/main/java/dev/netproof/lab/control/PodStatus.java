package dev.netproof.lab.control;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the kubelet reports about a pod, in place. */
final class PodStatus {
    private static final int KILLED = 137;

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
        PodStatuses.condition(pod, "PodScheduled", true, "", "", now);
        waiting(pod, "ContainerCreating", "");
    }

    /** The pod's containers wait for something. */
    static void waiting(ObjectNode pod, String reason, String message) {
        List<ObjectNode> before = Json.objects(pod, "status", "containerStatuses");
        ArrayNode list = Json.child(pod, "status").putArray("containerStatuses");
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            ObjectNode entry = entry(before, container);
            JsonNode last = Json.at(entry, "state", "terminated");
            if (last.isObject()) {
                entry.putObject("lastState").set("terminated", last);
            }
            ObjectNode waiting = entry.put("ready", false).put("started", false).putObject("state")
                    .putObject("waiting").put("reason", reason);
            if (!message.isEmpty()) {
                waiting.put("message", message);
            }
            list.add(entry);
        }
    }

    /** All containers run, those that have ended again; some are ready. */
    static void running(ObjectNode pod, ContainerProbes.Found found) {
        String now = Resources.now();
        ObjectNode status = Json.child(pod, "status").put("phase", "Running");
        List<ObjectNode> before = Json.objects(pod, "status", "containerStatuses");
        ArrayNode list = status.putArray("containerStatuses");
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            String name = Json.text(container, "name");
            list.add(begun(before, container, now).put("ready", found.ready().contains(name))
                    .put("started", found.started().contains(name)));
        }
        if (!Json.at(pod, "spec", "initContainers").isEmpty()) {
            List<ObjectNode> initialBefore = Json.objects(pod, "status", "initContainerStatuses");
            ArrayNode initial = status.putArray("initContainerStatuses");
            for (ObjectNode container : Json.objects(pod, "spec", "initContainers")) {
                ObjectNode entry = Json.text(container, "restartPolicy").equals("Always")
                        ? begun(initialBefore, container, now).put("started", true)
                        : completed(initialBefore, container, now);
                initial.add(entry.put("ready", true));
            }
        }
        ephemeral(pod);
        PodStatuses.condition(pod, "Initialized", true, "", "", now);
        readiness(pod, now);
    }

    /** The container's process as it runs, or a new one in place of one that has ended. */
    private static ObjectNode begun(List<ObjectNode> before, ObjectNode container, String now) {
        ObjectNode entry = entry(before, container);
        if (Json.at(entry, "state", "running").isObject()) {
            return entry;
        }
        JsonNode last = Json.at(entry, "state", "terminated");
        if (last.isObject()) {
            entry.putObject("lastState").set("terminated", last);
        }
        // Only what has run can have ended before.
        int restarts = Json.number(entry, 0, "restartCount") + (entry.has("containerID") ? 1 : 0);
        entry.put("restartCount", restarts).put("containerID", newId());
        entry.putObject("state").putObject("running").put("startedAt", now);
        return entry;
    }

    private static ObjectNode completed(List<ObjectNode> before, ObjectNode container, String now) {
        ObjectNode entry = entry(before, container);
        if (!Json.at(entry, "state", "terminated").isObject()) {
            String id = newId();
            entry.put("started", false).put("containerID", id).putObject("state").putObject("terminated")
                    .put("exitCode", 0).put("reason", "Completed").put("startedAt", now).put("finishedAt", now)
                    .put("containerID", id);
        }
        return entry;
    }

    /** As runtimes have it: their name, and 64 digits that say nothing. */
    private static String newId() {
        return "lab://" + (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    /** The process of the containers has ended. */
    static void ended(ObjectNode pod, int exitCode) {
        String now = Resources.now();
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            for (ObjectNode container : Json.objects(pod, "status", list)) {
                JsonNode since = Json.at(container, "state", "running");
                if (since.isObject()) {
                    container.put("ready", false).put("started", false).putObject("state").putObject("terminated")
                            .put("exitCode", exitCode).put("reason", exitCode == 0 ? "Completed" : "Error")
                            .put("startedAt", Json.text(since, "startedAt")).put("finishedAt", now)
                            .put("containerID", Json.text(container, "containerID"));
                }
            }
        }
        readiness(pod, now);
    }

    /** Whether the pod's {@code restartPolicy} wants containers that have ended so to run again. */
    static boolean isRestarted(ObjectNode pod, int exitCode) {
        return switch (Json.text(pod, "spec", "restartPolicy")) {
            case "Never" -> false;
            case "OnFailure" -> exitCode != 0;
            default -> true;
        };
    }

    /** Containers have ended for good. */
    static void finished(ObjectNode pod, int exitCode) {
        String now = Resources.now();
        String phase = exitCode == 0 ? "Succeeded" : "Failed";
        String reason = exitCode == 0 ? "PodCompleted" : "PodFailed";
        Json.child(pod, "status").put("phase", phase);
        PodStatuses.condition(pod, "ContainersReady", false, reason, "", now);
        PodStatuses.condition(pod, "Ready", false, reason, "", now);
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
                list.add(begun(known, container, Resources.now()).put("ready", false).put("started", true));
            }
        }
    }

    /** A copy of what was said of the container before, or a fresh entry. */
    private static ObjectNode entry(List<ObjectNode> before, ObjectNode container) {
        String name = Json.text(container, "name");
        return before.stream().filter(one -> Json.text(one, "name").equals(name)).findFirst()
                .map(ObjectNode::deepCopy).orElseGet(() -> Json.object().put("name", name)
                        .put("image", Json.text(container, "image"))
                        .put("imageID", "lab://" + Json.text(container, "image")).put("restartCount", 0));
    }

    /** The conditions ContainersReady and Ready, from the containers and the pod's readiness gates. */
    static void readiness(ObjectNode pod, String now) {
        List<String> unready = Json.objects(pod, "status", "containerStatuses").stream()
                .filter(container -> !Json.flag(container, "ready")).map(container -> Json.text(container, "name"))
                .toList();
        String reason = unready.isEmpty() ? "" : "ContainersNotReady";
        String message = unready.isEmpty() ? "" : "containers with unready status: " + unready;
        PodStatuses.condition(pod, "ContainersReady", unready.isEmpty(), reason, message, now);
        if (unready.isEmpty() && !gatesOpen(pod)) {
            PodStatuses.condition(pod, "Ready", false, "ReadinessGatesNotReady",
                    "the status of pod readiness gate(s) is not \"True\"", now);
        } else {
            PodStatuses.condition(pod, "Ready", unready.isEmpty(), reason, message, now);
        }
    }

    private static boolean gatesOpen(ObjectNode pod) {
        Predicate<ObjectNode> open = gate -> PodStatuses.hasCondition(pod, Json.text(gate, "conditionType"));
        return Json.objects(pod, "spec", "readinessGates").stream().allMatch(open);
    }

    /** Whether the pod's conditions or ephemeral containers lag behind what they follow from. */
    static boolean isOutdated(ObjectNode pod) {
        boolean ready = PodStatuses.hasCondition(pod, "ContainersReady") && gatesOpen(pod);
        return ready != PodStatuses.isReady(pod) || Json.at(pod, "spec", "ephemeralContainers").size() != Json
                .at(pod, "status", "ephemeralContainerStatuses").size();
    }

    /** The pod was ended. */
    static void failed(ObjectNode pod, String reason, String message) {
        String now = Resources.now();
        Json.child(pod, "status").put("phase", "Failed").put("reason", reason).put("message", message);
        ended(pod, KILLED);
        PodStatuses.condition(pod, "ContainersReady", false, "PodFailed", message, now);
        PodStatuses.condition(pod, "Ready", false, "PodFailed", message, now);
    }
}
