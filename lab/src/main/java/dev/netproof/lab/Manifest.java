package dev.netproof.lab;

import dev.netproof.lab.api.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object as a file gives it.
 *
 * @param where file and line
 */
record Manifest(String where, ObjectNode tree) {

    String apiVersion() {
        return Json.text(tree, "apiVersion");
    }

    String kind() {
        return Json.text(tree, "kind");
    }

    String name() {
        return Json.text(tree, "metadata", "name");
    }

    /** As written; empty where the manifest names none. */
    String namespace() {
        return Json.text(tree, "metadata", "namespace");
    }

    /** What of this kind comes before others: definitions and namespaces, and workloads last. */
    int rank() {
        return switch (kind()) {
            case "CustomResourceDefinition" -> 0;
            case "Namespace" -> 1;
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob" -> 3;
            default -> 2;
        };
    }
}
