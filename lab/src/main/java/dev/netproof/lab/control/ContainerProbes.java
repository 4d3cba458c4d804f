package dev.netproof.lab.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.wire.Wire;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the startup, liveness and readiness probes of containers from the node.
 *
 * <p>{@code tcpSocket} and {@code grpc} are tried as a TCP connection, {@code httpGet} as a request (over HTTPS as a
 * connection: stand-ins speak no TLS), at once and then every period; {@code initialDelaySeconds} is not waited for, since
 * stand-ins listen at once. {@code exec} probes are never run: what they would run is not in a stand-in. A container whose
 * readiness one would tell is never ready; startup and liveness are taken for granted.
 *
 * <p>Source: kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
 */
final class ContainerProbes implements AutoCloseable {
    private static final List<String> OVER_THE_WIRE = List.of("tcpSocket", "httpGet", "grpc");

    private final Wire wire;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lab probes clock").factory());
    /** One each: a probe that waits for a pod without a network must not hold up the others. */
    private final ExecutorService attempts = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("lab probe ", 0).factory());

    ContainerProbes(Wire wire) {
        this.wire = wire;
    }

    /** The containers that have started, and those of them that are ready, by name. */
    record Found(Set<String> started, Set<String> ready) {

        Found {
            started = Set.copyOf(started);
            ready = Set.copyOf(ready);
        }
    }

    /** Gets what the probes of a pod find. */
    interface Watcher {

        void changed(Found found);

        /** A container is to be started again. Nothing more comes of its pod. */
        void failed(String container, String message);
    }

    private enum Kind {
        STARTUP("startupProbe", "Startup"), LIVENESS("livenessProbe", "Liveness"), READINESS("readinessProbe",
                "Readiness");

        private final String field;
        private final String word;

        Kind(String field, String word) {
            this.field = field;
            this.word = word;
        }
    }

    /** What is found as soon as the containers run. */
    static Found atOnce(ObjectNode pod) {
        Set<String> started = new HashSet<>();
        Set<String> ready = new HashSet<>();
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            if (!isOverTheWire(container.path(Kind.STARTUP.field))) {
                started.add(name(container));
                if (!container.hasNonNull(Kind.READINESS.field)) {
                    ready.add(name(container));
                }
            }
        }
        return new Found(started, ready);
    }

    private static boolean isOverTheWire(JsonNode probe) {
        return OVER_THE_WIRE.stream().anyMatch(kind -> probe.path(kind).isObject());
    }

    private static String name(ObjectNode container) {
        return Json.text(container, "name");
    }

    /** Starts the probes of a pod that runs. */
    Running start(ObjectNode pod, Watcher watcher) {
        Running running = new Running(pod, atOnce(pod), watcher);
        for (ObjectNode container : Json.objects(pod, "spec", "containers")) {
            if (running.started.contains(name(container))) {
                running.probe(container, Kind.LIVENESS);
                running.probe(container, Kind.READINESS);
            } else {
                running.probe(container, Kind.STARTUP);
            }
        }
        return running;
    }

    /** Probes of one pod, until they are ended. */
    final class Running {
        private final ObjectNode pod;
        private final Set<String> started;
        private final Set<String> ready;
        private final Watcher watcher;
        private boolean ended;

        private Running(ObjectNode pod, Found found, Watcher watcher) {
            this.pod = pod;
            this.started = new HashSet<>(found.started());
            this.ready = new HashSet<>(found.ready());
            this.watcher = watcher;
        }

        private void probe(ObjectNode container, Kind kind) {
            JsonNode probe = container.path(kind.field);
            for (String action : OVER_THE_WIRE) {
                if (probe.path(action) instanceof ObjectNode how) {
                    String host = Json.text(how, "host").isEmpty() ? Json.text(pod, "status", "podIP")
                            : Json.text(how, "host");
                    boolean request = action.equals("httpGet") && !Json.text(how, "scheme").equals("HTTPS");
                    PodStatuses.port(List.of(container), how.path("port"), "TCP").ifPresent(port -> new Attempt(this,
                            container, kind, new InetSocketAddress(host, port),
                            request ? Optional.of(Json.text(how, "path")) : Optional.empty()).schedule(0));
                }
            }
        }

        private synchronized void succeeded(ObjectNode container, Kind kind) {
            boolean news = !ended && switch (kind) {
                case STARTUP -> hasStarted(container);
                case LIVENESS -> false;
                case READINESS -> ready.add(name(container));
            };
            if (news) {
                watcher.changed(new Found(started, ready));
            }
        }

        private boolean hasStarted(ObjectNode container) {
            started.add(name(container));
            if (!container.hasNonNull(Kind.READINESS.field)) {
                ready.add(name(container));
            }
            probe(container, Kind.LIVENESS);
            probe(container, Kind.READINESS);
            return true;
        }

        private synchronized void failed(ObjectNode container, Kind kind) {
            if (ended) {
                return;
            }
            switch (kind) {
                case STARTUP, LIVENESS -> {
                    ended = true;
                    watcher.failed(name(container), "Container " + name(container) + " failed "
                            + kind.word.toLowerCase(Locale.ROOT) + " probe, will be restarted");
                }
                case READINESS -> {
                    if (ready.remove(name(container))) {
                        watcher.changed(new Found(started, ready));
                    }
                }
            }
        }

        synchronized void end() {
            ended = true;
        }

        private synchronized boolean hasEnded() {
            return ended;
        }
    }

    private final class Attempt implements Runnable {
        private final Running running;
        private final ObjectNode container;
        private final Kind kind;
        private final InetSocketAddress target;
        private final Optional<String> path;
        private final Duration timeout;
        private final Duration period;
        private final int tolerated;
        private int failures;
        private boolean everReady;

        Attempt(Running running, ObjectNode container, Kind kind, InetSocketAddress target, Optional<String> path) {
            JsonNode probe = container.path(kind.field);
            this.running = running;
            this.container = container;
            this.kind = kind;
            this.target = target;
            this.path = path;
            this.timeout = Duration.ofSeconds(Math.max(1, Json.number(probe, 1, "timeoutSeconds")));
            this.period = Duration.ofSeconds(Math.max(1, Json.number(probe, 10, "periodSeconds")));
            this.tolerated = Math.max(1, Json.number(probe, 3, "failureThreshold"));
        }

        void schedule(long nanos) {
            try {
                Object unused = clock.schedule(this::begin, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closing) {
                running.end();
            }
        }

        private void begin() {
            try {
                attempts.execute(this);
            } catch (RejectedExecutionException closing) {
                running.end();
            }
        }

        @Override
        public void run() {
            if (running.hasEnded()) {
                return;
            }
            long begun = System.nanoTime();
            boolean succeeds = path.isPresent() ? wire.serves(target, path.get(), timeout)
                    : wire.accepts(target, timeout);
            if (succeeds) {
                failures = 0;
                everReady = true;
                running.succeeded(container, kind);
                if (kind == Kind.STARTUP) {
                    return;
                }
            } else if (++failures >= tolerated) {
                running.failed(container, kind);
            }
            // Until it was ready once it is tried every second: a stand-in that is late by a moment should not cost a
            // whole period.
            Duration pause = kind == Kind.READINESS && !everReady ? Duration.ofSeconds(1) : period;
            schedule(Math.max(0, begun + pause.toNanos() - System.nanoTime()));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        attempts.shutdownNow();
    }
}
