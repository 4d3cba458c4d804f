package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/**
 * Assigns pods to nodes that accept them, spread evenly: to the node with the fewest pods of the same controller, among
 * those to the one with the fewest pods. A pod that no node accepts stays pending and says why.
 *
 * <p>Affinity between pods, topology spread constraints and resource requests count for nothing.
 */
final class Scheduler implements Reconciler {
    private final Resources resources;

    Scheduler(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void reconcile() {
        List<ObjectNode> pods = new ArrayList<>(resources.store().list(ResourceTypes.PODS, "").objects());
        List<ObjectNode> nodes = resources.store().list(ResourceTypes.NODES, "").objects();
        for (int i = 0; i < pods.size(); i++) {
            ObjectNode pod = pods.get(i);
            if (Json.text(pod, "spec", "nodeName").isEmpty() && PodStatuses.isActive(pod)
                    && Json.at(pod, "spec", "schedulingGates").isEmpty()) {
                Optional<ObjectNode> scheduled = schedule(pod, nodes, pods);
                if (scheduled.isPresent()) {
                    pods.set(i, scheduled.get());
                }
            }
        }
    }

    /** The pod with its node, if one was found. */
    private Optional<ObjectNode> schedule(ObjectNode pod, List<ObjectNode> nodes, List<ObjectNode> pods) {
        ObjectKey key = ObjectKey.of(ResourceTypes.PODS, pod);
        Map<String, Integer> obstacles = new TreeMap<>();
        List<ObjectNode> accepting = new ArrayList<>();
        for (ObjectNode node : nodes) {
            NodeFit.obstacle(pod.path("spec"), node).ifPresentOrElse(
                    reason -> obstacles.merge(reason, 1, Integer::sum), () -> accepting.add(node));
        }
        if (accepting.isEmpty()) {
            unschedulable(key, nodes.size(), obstacles);
            return Optional.empty();
        }
        String controller = controller(pod);
        Comparator<ObjectNode> byOwn = Comparator.comparingLong(
                node -> count(pods, node, other -> !controller.isEmpty() && controller(other).equals(controller)));
        Comparator<ObjectNode> evenly = byOwn.thenComparingLong(node -> count(pods, node, other -> true));
        String name = Json.text(accepting.stream().min(evenly).orElseThrow(), "metadata", "name");
        return resources.edit(key, Part.MAIN, next -> Json.child(next, "spec").put("nodeName", name));
    }

    private static long count(List<ObjectNode> pods, ObjectNode node, Predicate<ObjectNode> which) {
        String name = Json.text(node, "metadata", "name");
        return pods.stream().filter(pod -> Json.text(pod, "spec", "nodeName").equals(name) && PodStatuses.isActive(pod))
                .filter(which).count();
    }

    private static String controller(ObjectNode pod) {
        return Json.objects(pod, "metadata", "ownerReferences").stream()
                .filter(owner -> Json.flag(owner, "controller")).map(owner -> Json.text(owner, "uid")).findFirst()
                .orElse("");
    }

    private void unschedulable(ObjectKey key, int nodes, Map<String, Integer> obstacles) {
        String message = "0/" + nodes + " nodes are available: " + obstacles.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", ")) + ".";
        boolean said = resources.store().get(key).stream()
                .flatMap(pod -> Json.objects(pod, "status", "conditions").stream())
                .anyMatch(condition -> Json.text(condition, "message").equals(message));
        if (!said) {
            resources.edit(key, Part.STATUS, next -> PodStatuses.condition(next, "PodScheduled", false, "Unschedulable",
                    message, Resources.now())).ifPresent(pod -> tell(pod, message));
        }
    }

    /** What {@code kubectl describe} shows of it. */
    private void tell(ObjectNode pod, String message) {
        String namespace = Json.text(pod, "metadata", "namespace");
        ObjectNode event = Json.object().put("reason", "FailedScheduling").put("message", message)
                .put("type", "Warning").put("count", 1).put("firstTimestamp", Resources.now())
                .put("lastTimestamp", Resources.now());
        event.putObject("metadata").put("generateName", Json.text(pod, "metadata", "name") + ".");
        event.putObject("source").put("component", "default-scheduler");
        event.putObject("involvedObject").put("apiVersion", "v1").put("kind", "Pod").put("namespace", namespace)
                .put("name", Json.text(pod, "metadata", "name")).put("uid", Json.text(pod, "metadata", "uid"));
        Ownership.unlessLeaving(() -> resources.create(ResourceTypes.EVENTS, namespace, event));
    }
}
