package dev.netproof.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.netproof.lab.api.ApiError;
import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import tools.jackson.databind.node.ObjectNode;

/** Puts manifests into the store: all of them, or none if anything is wrong with one. */
final class ManifestApplication {
    private final Resources resources;

    ManifestApplication(Resources resources) {
        this.resources = resources;
    }

    void apply(List<Path> paths) throws ManifestException {
        ManifestReader reader = new ManifestReader();
        paths.forEach(reader::read);
        List<Manifest> manifests = new ArrayList<>(reader.manifests());
        manifests.sort(Comparator.comparingInt(Manifest::rank));
        List<String> problems = new ArrayList<>(reader.problems());
        check(manifests, problems);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        for (Manifest manifest : manifests) {
            attempt(manifest, problems, () -> put(manifest));
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    private void check(List<Manifest> manifests, List<String> problems) {
        Set<String> namespaces = new HashSet<>();
        resources.store().list(ResourceTypes.NAMESPACES, "").objects()
                .forEach(namespace -> namespaces.add(Json.text(namespace, "metadata", "name")));
        manifests.stream().filter(manifest -> manifest.kind().equals("Namespace"))
                .forEach(manifest -> namespaces.add(manifest.name()));
        for (Manifest manifest : manifests) {
            attempt(manifest, problems, () -> resources.check(type(manifest), manifest.tree()));
            if (!manifest.namespace().isEmpty() && !namespaces.contains(manifest.namespace())) {
                problems.add(manifest.where() + ": namespace \"" + manifest.namespace() + "\" of " + manifest.kind()
                        + " " + manifest.name() + " does not exist. Add a manifest of kind Namespace for it.");
            }
        }
    }

    private static void attempt(Manifest manifest, List<String> problems, Runnable step) {
        try {
            step.run();
        } catch (ApiError refused) {
            problems.add(manifest.where() + ": " + refused.getMessage() + ". An API server refuses this; change the"
                    + " manifest.");
        }
    }

    private ResourceType type(Manifest manifest) {
        return resources.types().ofManifest(manifest.apiVersion(), manifest.kind(), !manifest.namespace().isEmpty());
    }

    private void put(Manifest manifest) {
        ResourceType type = type(manifest);
        String namespace = !type.namespaced() ? "" : manifest.namespace().isEmpty() ? "default" : manifest.namespace();
        ObjectKey key = new ObjectKey(type, namespace, manifest.name());
        if (resources.edit(key, Part.MAIN, next -> replace(next, manifest.tree())).isEmpty()) {
            resources.create(type, namespace, manifest.tree());
        }
    }

    /** Takes over what the manifest says; what the server filled in beside the named fields stays. */
    private static void replace(ObjectNode object, ObjectNode manifest) {
        boolean node = Json.text(manifest, "kind").equals("Node");
        manifest.properties().forEach(entry -> {
            if (node && entry.getKey().equals("spec") && entry.getValue() instanceof ObjectNode given) {
                // Its addresses are the lab's.
                Json.child(object, "spec").setAll(given.deepCopy());
            } else if (!entry.getKey().equals("metadata") && !entry.getKey().equals("status")) {
                object.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
        for (String field : List.of("labels", "annotations")) {
            if (Json.at(manifest, "metadata", field) instanceof ObjectNode given) {
                Json.child(Json.child(object, "metadata"), field).setAll(given.deepCopy());
            }
        }
    }
}
