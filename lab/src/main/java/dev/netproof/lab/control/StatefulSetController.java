package dev.netproof.lab.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a StatefulSet's numbered pods, one after the other unless it asks for {@code Parallel}. */
final class StatefulSetController implements Reconciler {
    private static final String HASH = "controller-revision-hash";

    private final Resources resources;
    private final Ownership ownership;

    StatefulSetController(Resources resources) {
        this.resources = resources;
        this.ownership = new Ownership(resources);
    }

    @Override
    public void reconcile() {
        resources.store().list(ResourceTypes.STATEFUL_SETS, "").objects().stream()
                .filter(set -> !Ownership.isLeaving(set)).forEach(this::reconcile);
    }

    private void reconcile(ObjectNode set) {
        String name = Json.text(set, "metadata", "name");
        String hash = name + "-" + TemplateHash.of(Json.at(set, "spec", "template"));
        Map<Integer, ObjectNode> pods = new TreeMap<>();
        for (ObjectNode pod : ownership.claim(ResourceTypes.STATEFUL_SETS, set, ResourceTypes.PODS)) {
            String number = Json.text(pod, "metadata", "name").substring(
                    Math.min(name.length() + 1, Json.text(pod, "metadata", "name").length()));
            if (number.matches("\\d{1,6}")) {
                pods.put(Integer.valueOf(number), pod);
            }
        }
        int wanted = Json.number(set, 1, "spec", "replicas");
        boolean parallel = Json.text(set, "spec", "podManagementPolicy").equals("Parallel");
        for (int number = 0; number < wanted; number++) {
            ObjectNode pod = pods.get(number);
            if (pod == null) {
                create(set, name, number, hash);
            } else if (PodStatuses.isOver(pod) && !Ownership.isLeaving(pod)) {
                resources.delete(ObjectKey.of(ResourceTypes.PODS, pod));
            }
            if (!parallel && (pod == null || !PodStatuses.isReady(pod))) {
                break;
            }
        }
        pods.forEach((number, pod) -> {
            if (number >= wanted && !Ownership.isLeaving(pod)) {
                resources.delete(ObjectKey.of(ResourceTypes.PODS, pod));
            }
        });
        replaceOutdated(pods, wanted, hash);
        report(set, List.copyOf(pods.values()), hash);
    }

    private void replaceOutdated(Map<Integer, ObjectNode> pods, int wanted, String hash) {
        if (pods.size() < wanted || pods.values().stream().anyMatch(Ownership::isLeaving)) {
            return;
        }
        pods.values().stream().filter(pod -> !Json.text(pod, "metadata", "labels", HASH).equals(hash))
                .reduce((first, last) -> last).filter(last -> pods.values().stream().allMatch(PodStatuses::isReady))
                .ifPresent(last -> resources.delete(ObjectKey.of(ResourceTypes.PODS, last)));
    }

    private void create(ObjectNode set, String name, int number, String hash) {
        ownership.createPod(ResourceTypes.STATEFUL_SETS, set, ResourceTypes.PODS, pod -> {
            String podName = name + "-" + number;
            Json.child(pod, "metadata").put("name", podName);
            Json.child(pod, "metadata", "labels").put(HASH, hash).put("statefulset.kubernetes.io/pod-name", podName)
                    .put("apps.kubernetes.io/pod-index", Integer.toString(number));
            Json.child(pod, "spec").put("hostname", podName).put("subdomain", Json.text(set, "spec", "serviceName"));
        });
    }

    private void report(ObjectNode set, List<ObjectNode> pods, String hash) {
        List<ObjectNode> active = pods.stream().filter(PodStatuses::isActive).toList();
        int updated = (int) active.stream().filter(pod -> Json.text(pod, "metadata", "labels", HASH).equals(hash))
                .count();
        int ready = (int) PodStatuses.countReady(active);
        resources.edit(ObjectKey.of(ResourceTypes.STATEFUL_SETS, set), Part.STATUS,
                next -> Json.child(next, "status").put("replicas", active.size()).put("readyReplicas", ready)
                        .put("availableReplicas", ready).put("currentReplicas", updated).put("updatedReplicas", updated)
                        .put("currentRevision", hash).put("updateRevision", hash)
                        .put("observedGeneration", Json.number(set, 1, "metadata", "generation")));
    }
}
