package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ObjectStore.Change;
import dev.netproof.lab.api.ObjectStore.ChangeKind;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects whose owners are all gone, and the dependents of owners that wait for them. */
final class GarbageCollector implements Reconciler {
    private static final String FOREGROUND = "foregroundDeletion";

    private final Resources resources;
    private final AtomicBoolean due = new AtomicBoolean(true);

    GarbageCollector(Resources resources) {
        this.resources = resources;
        resources.store().subscribe(resources.store().revision(), this::take);
    }

    private void take(Change change) {
        boolean owned = !Json.at(change.object(), "metadata", "ownerReferences").isEmpty();
        if (change.kind() == ChangeKind.DELETED || Ownership.isLeaving(change.object())
                || (change.kind() == ChangeKind.ADDED && owned)) {
            due.set(true);
        }
    }

    @Override
    public void reconcile() {
        if (!due.getAndSet(false)) {
            return;
        }
        Map<ObjectKey, ObjectNode> all = resources.store().everything("");
        List<ObjectKey> waiting = new ArrayList<>();
        all.forEach((key, object) -> {
            List<String> owners = owners(object);
            if (!owners.isEmpty() && !Ownership.isLeaving(object)
                    && owners.stream().noneMatch(resources.store()::hasUid)) {
                resources.delete(key);
            }
            if (Json.at(object, "metadata", "finalizers").valueStream().map(Json::text).anyMatch(FOREGROUND::equals)) {
                waiting.add(key);
            }
        });
        waiting.forEach(key -> deleteDependents(key, all));
    }

    private static List<String> owners(ObjectNode object) {
        return Json.objects(object, "metadata", "ownerReferences").stream().map(owner -> Json.text(owner, "uid"))
                .toList();
    }

    private void deleteDependents(ObjectKey owner, Map<ObjectKey, ObjectNode> all) {
        ObjectNode object = all.get(owner);
        if (object == null) {
            return;
        }
        String uid = Json.text(object, "metadata", "uid");
        boolean blocked = false;
        for (Map.Entry<ObjectKey, ObjectNode> entry : all.entrySet()) {
            if (owners(entry.getValue()).contains(uid) && resources.store().get(entry.getKey()).isPresent()) {
                blocked = true;
                if (!Ownership.isLeaving(entry.getValue())) {
                    resources.delete(entry.getKey());
                    due.set(true);
                }
            }
        }
        if (!blocked) {
            resources.edit(owner, Part.MAIN, freed -> {
                ArrayNode kept = Json.array();
                Json.at(freed, "metadata", "finalizers").valueStream()
                        .filter(finalizer -> !Json.text(finalizer).equals(FOREGROUND)).forEach(kept::add);
                Json.child(freed, "metadata").set("finalizers", kept);
            });
        }
    }
}
