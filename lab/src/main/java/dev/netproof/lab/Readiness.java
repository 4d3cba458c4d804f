package dev.netproof.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectStore;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Waits for the workloads of the lab. */
final class Readiness {
    private final ObjectStore store;
    private final Supplier<Optional<String>> networkProblem;

    Readiness(ObjectStore store, Supplier<Optional<String>> networkProblem) {
        this.store = store;
        this.networkProblem = networkProblem;
    }

    void await(Duration timeout) throws InterruptedException, LabNotReadyException {
        long end = System.nanoTime() + timeout.toNanos();
        Semaphore changed = new Semaphore(0);
        Runnable unsubscribe = store.subscribe(store.revision(), change -> changed.release());
        try {
            List<String> missing = missing();
            while (!missing.isEmpty()) {
                if (!changed.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    networkProblem.get().ifPresent(missing::add);
                    throw new LabNotReadyException(timeout, missing);
                }
                changed.drainPermits();
                missing = missing();
            }
        } finally {
            unsubscribe.run();
        }
    }

    private List<String> missing() {
        return store.atomically(() -> {
            List<String> missing = new ArrayList<>();
            workloads(ResourceTypes.DEPLOYMENTS, "spec", "replicas", "readyReplicas", missing);
            workloads(ResourceTypes.REPLICA_SETS, "spec", "replicas", "readyReplicas", missing);
            workloads(ResourceTypes.STATEFUL_SETS, "spec", "replicas", "readyReplicas", missing);
            workloads(ResourceTypes.DAEMON_SETS, "status", "desiredNumberScheduled", "numberReady", missing);
            store.list(ResourceTypes.PODS, "").objects().forEach(pod -> pod(pod, missing));
            return missing;
        });
    }

    private void workloads(ResourceType type, String part, String wanted, String ready, List<String> missing) {
        for (ObjectNode workload : store.list(type, "").objects()) {
            int count = Json.number(workload, 0, "status", ready);
            int goal = Json.number(workload, 0, part, wanted);
            boolean seen = Json.number(workload, 0, "status", "observedGeneration") >= Json.number(workload, 1,
                    "metadata", "generation");
            if (count < goal || !seen) {
                missing.add(name(type.kind(), workload) + ": " + count + " of " + goal + " pods ready");
            }
        }
    }

    private static void pod(ObjectNode pod, List<String> missing) {
        String phase = Json.text(pod, "status", "phase");
        boolean ready = Json.objects(pod, "status", "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "type").equals("Ready")
                        && Json.text(condition, "status").equals("True"));
        if (phase.equals("Succeeded") || ready) {
            return;
        }
        StringBuilder text = new StringBuilder(name("Pod", pod)).append(": ").append(phase);
        for (ObjectNode condition : Json.objects(pod, "status", "conditions")) {
            String type = Json.text(condition, "type");
            if (Json.text(condition, "status").equals("False") && !type.equals("ContainersReady")) {
                text.append("; ").append(type).append(": ").append(Json.text(condition, "message"));
            }
        }
        for (ObjectNode container : Json.objects(pod, "status", "containerStatuses")) {
            JsonNode waiting = Json.at(container, "state", "waiting");
            if (waiting.has("message")) {
                text.append("; ").append(Json.text(waiting, "message"));
            }
        }
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            if (Json.at(container, "readinessProbe").has("exec")) {
                text.append("; container ").append(Json.text(container, "name"))
                        .append(" has an exec readiness probe, which the lab never runs: use tcpSocket or httpGet");
            }
        }
        missing.add(text.toString());
    }

    private static String name(String kind, ObjectNode object) {
        return kind + " " + Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
    }
}
