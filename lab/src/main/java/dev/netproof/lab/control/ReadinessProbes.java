package dev.netproof.lab.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.wire.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the readiness probes of containers from the node.
 *
 * <p>{@code tcpSocket}, {@code httpGet} and {@code grpc} are tried as a TCP connection, at once and then every period;
 * {@code initialDelaySeconds} is not waited for, since stand-ins listen at once. {@code exec} probes are never run: what
 * they would run is not in a stand-in. Such a container is never ready.
 */
final class ReadinessProbes implements AutoCloseable {
    private static final int THREADS = 8;

    private final Wire wire;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("lab readiness ", 0).factory());

    ReadinessProbes(Wire wire) {
        this.wire = wire;
    }

    /** The containers that are ready as soon as they run. */
    static Set<String> readyAtOnce(ObjectNode pod) {
        Set<String> names = new HashSet<>();
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            if (!container.hasNonNull("readinessProbe")) {
                names.add(Json.text(container, "name"));
            }
        }
        return names;
    }

    /** Probes of one pod, on until it is closed. */
    static final class Running {
        private final Set<String> ready;
        private final Consumer<Set<String>> report;
        private boolean ended;

        private Running(Set<String> ready, Consumer<Set<String>> report) {
            this.ready = ready;
            this.report = report;
        }

        private synchronized void set(String container, boolean isReady) {
            if (!ended && (isReady ? ready.add(container) : ready.remove(container))) {
                report.accept(Set.copyOf(ready));
            }
        }

        synchronized void end() {
            ended = true;
        }

        private synchronized boolean hasEnded() {
            return ended;
        }
    }

    /**
     * Starts the pod's probes.
     *
     * @param report gets the names of all ready containers whenever they change
     */
    Running start(ObjectNode pod, Consumer<Set<String>> report) {
        Running running = new Running(readyAtOnce(pod), report);
        List<ObjectNode> containers = Json.objects(pod, "spec", "containers");
        for (ObjectNode container : containers) {
            JsonNode probe = container.path("readinessProbe");
            target(pod, container, probe)
                    .ifPresent(target -> new Attempt(running, Json.text(container, "name"), target, probe).schedule(0));
        }
        return running;
    }

    private static Optional<InetSocketAddress> target(ObjectNode pod, ObjectNode container, JsonNode probe) {
        for (String kind : List.of("tcpSocket", "httpGet", "grpc")) {
            if (probe.path(kind) instanceof ObjectNode action) {
                String host = Json.text(action, "host").isEmpty()
                        ? Json.text(pod, "status", "podIP")
                        : Json.text(action, "host");
                return Pods.port(List.of(container), action.path("port"), "TCP")
                        .map(port -> new InetSocketAddress(host, port));
            }
        }
        return Optional.empty();
    }

    private final class Attempt implements Runnable {
        private final Running running;
        private final String container;
        private final InetSocketAddress target;
        private final Duration timeout;
        private final int period;
        private final int tolerated;
        private int failures;
        private boolean everReady;

        Attempt(Running running, String container, InetSocketAddress target, JsonNode probe) {
            this.running = running;
            this.container = container;
            this.target = target;
            this.timeout = Duration.ofSeconds(Math.max(1, Json.number(probe, 1, "timeoutSeconds")));
            this.period = Math.max(1, Json.number(probe, 10, "periodSeconds"));
            this.tolerated = Math.max(1, Json.number(probe, 3, "failureThreshold"));
        }

        void schedule(int delaySeconds) {
            try {
                Object unused = clock.schedule(this, delaySeconds, TimeUnit.SECONDS);
            } catch (RejectedExecutionException closing) {
                running.end();
            }
        }

        @Override
        public void run() {
            if (running.hasEnded()) {
                return;
            }
            if (wire.accepts(target, timeout)) {
                failures = 0;
                everReady = true;
                running.set(container, true);
            } else if (++failures >= tolerated) {
                running.set(container, false);
            }
            // Until it was ready once it is tried every second: a stand-in that is late by a moment should not cost a
            // whole period.
            schedule(everReady ? period : 1);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
