package dev.netproof.lab.control;

import java.util.Map;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import tools.jackson.databind.node.ObjectNode;

/** Gives every namespace its default ServiceAccount, and empties those that are to go. */
final class NamespaceController implements Reconciler {
    private final Resources resources;

    NamespaceController(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void reconcile() {
        for (ObjectNode namespace : resources.store().list(ResourceTypes.NAMESPACES, "").objects()) {
            String name = Json.text(namespace, "metadata", "name");
            if (Ownership.isLeaving(namespace)) {
                empty(name, namespace);
            } else {
                ObjectKey account = new ObjectKey(ResourceTypes.SERVICE_ACCOUNTS, name, "default");
                if (resources.store().get(account).isEmpty()) {
                    ObjectNode object = Json.object();
                    Json.child(object, "metadata").put("name", "default");
                    resources.create(ResourceTypes.SERVICE_ACCOUNTS, name, object);
                }
            }
        }
    }

    private void empty(String name, ObjectNode namespace) {
        Map<ObjectKey, ObjectNode> contents = resources.store().everything(name);
        contents.forEach((key, object) -> {
            if (!Ownership.isLeaving(object)) {
                resources.delete(key);
            }
        });
        if (resources.store().everything(name).isEmpty()) {
            resources.finishDeletion(new ObjectKey(ResourceTypes.NAMESPACES, "", name),
                    Json.text(namespace, "metadata", "uid"));
        }
    }
}
