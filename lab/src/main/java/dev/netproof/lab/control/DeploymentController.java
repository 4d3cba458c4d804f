package dev.netproof.lab.control;

import java.util.List;
import java.util.Optional;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps one ReplicaSet per version of a Deployment's template, and the newest one scaled.
 *
 * <p>A new version comes up completely before the old one goes; under {@code Recreate} the old one goes first.
 */
final class DeploymentController implements Reconciler {
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Resources resources;
    private final Ownership ownership;

    DeploymentController(Resources resources) {
        this.resources = resources;
        this.ownership = new Ownership(resources);
    }

    @Override
    public void reconcile() {
        resources.store().list(ResourceTypes.DEPLOYMENTS, "").objects().stream()
                .filter(deployment -> !Ownership.isLeaving(deployment)).forEach(this::reconcile);
    }

    private void reconcile(ObjectNode deployment) {
        List<ObjectNode> sets = ownership.claim(ResourceTypes.DEPLOYMENTS, deployment, ResourceTypes.REPLICA_SETS);
        String hash = TemplateHash.of(Json.at(deployment, "spec", "template"));
        Optional<ObjectNode> newest = sets.stream()
                .filter(set -> Json.text(set, "metadata", "labels", HASH).equals(hash)).findFirst();
        List<ObjectNode> old = sets.stream()
                .filter(set -> !Json.text(set, "metadata", "labels", HASH).equals(hash)).toList();
        int wanted = Json.number(deployment, 1, "spec", "replicas");
        boolean recreate = Json.text(deployment, "spec", "strategy", "type").equals("Recreate");
        boolean oldRun = old.stream().anyMatch(set -> Json.number(set, 0, "status", "replicas") > 0);
        if (!Json.flag(deployment, "spec", "paused")) {
            if (!(recreate && oldRun)) {
                newest.ifPresentOrElse(set -> scale(set, wanted), () -> create(deployment, hash, wanted, sets));
            }
            boolean replaced = newest.filter(set -> Json.number(set, 0, "status", "readyReplicas") >= wanted)
                    .isPresent();
            if (recreate || replaced) {
                old.forEach(set -> scale(set, 0));
            }
        }
        report(deployment, newest, sets, wanted);
    }

    private void scale(ObjectNode set, int replicas) {
        if (Json.number(set, 1, "spec", "replicas") != replicas) {
            resources.edit(ObjectKey.of(ResourceTypes.REPLICA_SETS, set), Part.MAIN,
                    next -> Json.child(next, "spec").put("replicas", replicas));
        }
    }

    private void create(ObjectNode deployment, String hash, int replicas, List<ObjectNode> older) {
        int revision = 1 + older.stream().map(set -> Json.text(set, "metadata", "annotations", REVISION))
                .filter(text -> text.matches("\\d{1,6}")).mapToInt(Integer::parseInt).max().orElse(0);
        ObjectNode set = Json.object();
        ObjectNode metadata = Json.child(set, "metadata").put("name",
                Json.text(deployment, "metadata", "name") + "-" + hash);
        metadata.putArray("ownerReferences").add(Ownership.reference(ResourceTypes.DEPLOYMENTS, deployment));
        metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
        ObjectNode spec = Json.child(set, "spec").put("replicas", replicas);
        spec.set("selector", Json.at(deployment, "spec", "selector").deepCopy());
        Json.child(spec, "selector", "matchLabels").put(HASH, hash);
        spec.set("template", Json.at(deployment, "spec", "template").deepCopy());
        ObjectNode labels = Json.child(spec, "template", "metadata", "labels").put(HASH, hash);
        metadata.set("labels", labels.deepCopy());
        ObjectKey key = new ObjectKey(ResourceTypes.REPLICA_SETS, Json.text(deployment, "metadata", "namespace"),
                Json.text(metadata, "name"));
        if (resources.store().get(key).isEmpty()) {
            resources.create(key.type(), key.namespace(), set);
        }
    }

    private void report(ObjectNode deployment, Optional<ObjectNode> newest, List<ObjectNode> sets, int wanted) {
        int ready = sets.stream().mapToInt(set -> Json.number(set, 0, "status", "readyReplicas")).sum();
        int replicas = sets.stream().mapToInt(set -> Json.number(set, 0, "status", "replicas")).sum();
        int updated = newest.map(set -> Json.number(set, 0, "status", "replicas")).orElse(0);
        resources.edit(ObjectKey.of(ResourceTypes.DEPLOYMENTS, deployment), Part.STATUS, next -> {
            Json.child(next, "status").put("replicas", replicas).put("readyReplicas", ready)
                    .put("availableReplicas", ready).put("updatedReplicas", updated)
                    .put("unavailableReplicas", Math.max(0, wanted - ready))
                    .put("observedGeneration", Json.number(deployment, 1, "metadata", "generation"));
            String now = Resources.now();
            boolean available = ready >= wanted;
            PodStatuses.condition(next, "Available", available,
                    available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                    available
                            ? "Deployment has minimum availability."
                            : "Deployment does not have minimum availability.",
                    now);
            boolean complete = available && updated == wanted && replicas == wanted;
            PodStatuses.condition(next, "Progressing", true, complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
                    "ReplicaSet " + (complete ? "has successfully progressed." : "is progressing."), now);
        });
    }
}
