package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.netproof.lab.api.ApiError;
import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.LabelSelector;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which objects a controller's object owns, and how it comes to own more and fewer. */
final class Ownership {
    private final Resources resources;

    Ownership(Resources resources) {
        this.resources = resources;
    }

    /**
     * The objects the owner controls. Those that match its selector and have no controller are adopted, those that no
     * longer match are released.
     */
    List<ObjectNode> claim(ResourceType ownerType, ObjectNode owner, ResourceType type) {
        LabelSelector selector = LabelSelector.of(Json.at(owner, "spec", "selector"));
        String uid = Json.text(owner, "metadata", "uid");
        List<ObjectNode> claimed = new ArrayList<>();
        for (ObjectNode object : resources.store().list(type, Json.text(owner, "metadata", "namespace")).objects()) {
            Optional<ObjectNode> controller = controller(object);
            boolean own = controller.filter(reference -> Json.text(reference, "uid").equals(uid)).isPresent();
            boolean matches = selector.matches(object);
            ObjectKey key = ObjectKey.of(type, object);
            if (own && matches) {
                claimed.add(object);
            } else if (own && !isLeaving(object)) {
                resources.edit(key, Part.MAIN, freed -> release(freed, uid));
            } else if (controller.isEmpty() && matches && !isLeaving(object) && !isLeaving(owner)) {
                resources.edit(key, Part.MAIN, adopted -> Json.child(adopted, "metadata").withArray("ownerReferences")
                        .add(reference(ownerType, owner))).ifPresent(claimed::add);
            }
        }
        return claimed;
    }

    private static void release(ObjectNode object, String uid) {
        ArrayNode kept = Json.array();
        Json.objects(object, "metadata", "ownerReferences").stream()
                .filter(reference -> !Json.text(reference, "uid").equals(uid)).forEach(kept::add);
        Json.child(object, "metadata").set("ownerReferences", kept);
    }

    private static Optional<ObjectNode> controller(ObjectNode object) {
        return Json.objects(object, "metadata", "ownerReferences").stream()
                .filter(reference -> Json.flag(reference, "controller")).findFirst();
    }

    static boolean isLeaving(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    static ObjectNode reference(ResourceType type, ObjectNode owner) {
        return Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind())
                .put("name", Json.text(owner, "metadata", "name")).put("uid", Json.text(owner, "metadata", "uid"))
                .put("controller", true).put("blockOwnerDeletion", true);
    }

    /**
     * Creates a pod of the owner's template.
     *
     * @param finish sets the name and what else differs from pod to pod
     */
    void createPod(ResourceType ownerType, ObjectNode owner, ResourceType podType, Consumer<ObjectNode> finish) {
        ObjectNode pod = Json.object();
        ObjectNode template = Json.child(owner.deepCopy(), "spec", "template");
        for (String field : List.of("labels", "annotations")) {
            if (Json.at(template, "metadata", field) instanceof ObjectNode given) {
                Json.child(pod, "metadata").set(field, given);
            }
        }
        pod.set("spec", template.path("spec"));
        Json.child(pod, "metadata").putArray("ownerReferences").add(reference(ownerType, owner));
        finish.accept(pod);
        unlessLeaving(() -> resources.create(podType, Json.text(owner, "metadata", "namespace"), pod));
    }

    /**
     * Creates something, unless its namespace is going or its name is taken until the old bearer is gone: then the next
     * change brings the controller here again.
     */
    static void unlessLeaving(Runnable creation) {
        try {
            creation.run();
        } catch (ApiError refused) {
            if (refused.code() != 403 && refused.code() != 404 && refused.code() != 409) {
                throw refused;
            }
        }
    }
}
