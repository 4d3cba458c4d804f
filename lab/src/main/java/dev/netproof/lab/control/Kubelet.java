package dev.netproof.lab.control;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import dev.netproof.lab.wire.LabNode;
import dev.netproof.lab.wire.Wire;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the pods of all nodes: a network, then policies in force, then Running; probes; the end.
 *
 * <p>A pod is reported Running only after the wire knows its address and labels, so that no policy is late.
 */
final class Kubelet implements Reconciler, AutoCloseable {
    private static final int STARTS_AT_A_TIME = 8;
    private static final long RETRY_MILLIS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Resources resources;
    private final Wire wire;
    private final WireSync sync;
    private final ContainerProbes probes;
    private final Map<String, List<String>> nodeAddresses;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Semaphore starts = new Semaphore(STARTS_AT_A_TIME);
    private final ExecutorService workers = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("lab kubelet ", 0).factory());
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lab kubelet clock").factory());

    Kubelet(Resources resources, Wire wire, WireSync sync, List<LabNode> nodes) {
        this.resources = resources;
        this.nodeAddresses = nodes.stream().collect(Collectors.toMap(LabNode::name, LabNode::addresses));
        this.wire = wire;
        this.sync = sync;
        this.probes = new ContainerProbes(wire);
        wire.whenEnded(this::ended);
    }

    /** A pod that is being started, runs, is started again or is being stopped. */
    private final class Run implements ContainerProbes.Watcher {
        private final ObjectKey key;
        private final String uid;
        private volatile boolean stopping;
        private ContainerProbes.@Nullable Running probing;

        Run(ObjectKey key, String uid) {
            this.key = key;
            this.uid = uid;
        }

        /** Starts the pod; holds the lock while it does, so that a stop waits for its end. */
        private synchronized void start() {
            if (stopping) {
                return;
            }
            try {
                List<String> addresses = withNetwork();
                Optional<ObjectNode> pod = edit(next -> PodStatus.starting(next, addresses,
                        nodeAddresses.getOrDefault(Json.text(next, "spec", "nodeName"), addresses)));
                if (pod.isPresent() && hasItsPolicies(pod.get())) {
                    runs();
                    endInTime(pod.get());
                }
            } catch (IOException | RuntimeException failed) {
                edit(next -> PodStatus.waiting(next, "CreateContainerError", String.valueOf(failed.getMessage())));
                later(this::start, RETRY_MILLIS);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for the wire; what keeps it from following is shown on the pod, which can be deleted meanwhile. */
        private boolean hasItsPolicies(ObjectNode pod) throws InterruptedException {
            long revision = Long.parseLong(Json.text(pod, "metadata", "resourceVersion"));
            while (!sync.await(revision, PATIENCE)) {
                if (stopping || sync.isClosed()) {
                    return false;
                }
                sync.problem().ifPresent(
                        problem -> edit(next -> PodStatus.waiting(next, "NetworkNotReady", problem)));
            }
            return true;
        }

        private List<String> withNetwork() throws IOException, InterruptedException {
            ObjectNode pod = resources.store().get(key).orElseThrow(() -> new IOException("the pod is gone"));
            starts.acquire();
            try {
                return wire.start(Json.as(pod, Pod.class));
            } finally {
                starts.release();
            }
        }

        private void runs() {
            edit(next -> PodStatus.running(next, ContainerProbes.atOnce(next)))
                    .ifPresent(pod -> probing = probes.start(pod, this));
        }

        @Override
        public void changed(ContainerProbes.Found found) {
            edit(next -> PodStatus.running(next, found));
        }

        @Override
        public void failed(String container, String message) {
            work(() -> {
                try {
                    wire.end(uid);
                } catch (IOException gone) {
                    // It has ended already, which is told apart.
                }
            });
        }

        /** The process of the pod's containers has ended by itself, or by a signal. */
        private synchronized void ended(int exitCode) {
            if (stopping) {
                return;
            }
            endProbes();
            edit(next -> PodStatus.ended(next, exitCode)).ifPresent(pod -> {
                if (PodStatus.isRestarted(pod, exitCode)) {
                    restart();
                } else {
                    stopWire();
                    edit(next -> PodStatus.finished(next, exitCode));
                }
            });
        }

        private synchronized void restart() {
            if (stopping) {
                return;
            }
            try {
                wire.restart(uid);
                runs();
            } catch (IOException failed) {
                edit(next -> PodStatus.waiting(next, "CreateContainerError", String.valueOf(failed.getMessage())));
                later(this::restart, RETRY_MILLIS);
            }
        }

        private void endInTime(ObjectNode pod) {
            int deadline = Json.number(pod, 0, "spec", "activeDeadlineSeconds");
            if (deadline > 0) {
                later(this::endAtDeadline, Duration.ofSeconds(deadline).toMillis());
            }
        }

        private synchronized void endAtDeadline() {
            if (!stopping) {
                stopWire();
                edit(next -> PodStatus.failed(next, "DeadlineExceeded",
                        "Pod was active on the node longer than the specified deadline"));
            }
        }

        private synchronized void stop() {
            stopWire();
            resources.finishDeletion(key, uid);
        }

        private void endProbes() {
            if (probing != null) {
                probing.end();
            }
        }

        private void stopWire() {
            endProbes();
            try {
                wire.stop(uid);
            } catch (IOException failed) {
                System.getLogger(Kubelet.class.getName()).log(System.Logger.Level.WARNING,
                        "pod " + key.namespace() + "/" + key.name() + " did not stop cleanly", failed);
            }
        }

        private Optional<ObjectNode> edit(Consumer<ObjectNode> change) {
            return resources.store().atomically(() -> resources.store().get(key)
                    .filter(pod -> Json.text(pod, "metadata", "uid").equals(uid) && !PodStatuses.isOver(pod))
                    .flatMap(pod -> resources.edit(key, Part.STATUS, change)));
        }
    }

    /** Called by the wire. */
    private void ended(String uid, int exitCode) {
        Run run = runs.get(uid);
        if (run != null) {
            work(() -> run.ended(exitCode));
        }
    }

    @Override
    public void reconcile() {
        Set<String> present = new HashSet<>();
        for (ObjectNode pod : resources.store().list(ResourceTypes.PODS, "").objects()) {
            String uid = Json.text(pod, "metadata", "uid");
            present.add(uid);
            if (!nodeAddresses.containsKey(Json.text(pod, "spec", "nodeName"))) {
                if (Ownership.isLeaving(pod)) {
                    resources.finishDeletion(ObjectKey.of(ResourceTypes.PODS, pod), uid);
                }
                continue;
            }
            ObjectKey key = ObjectKey.of(ResourceTypes.PODS, pod);
            if (Ownership.isLeaving(pod)) {
                stop(runs.computeIfAbsent(uid, id -> new Run(key, id)));
            } else if (!PodStatuses.isOver(pod) && !runs.containsKey(uid)) {
                Run run = new Run(key, uid);
                runs.put(uid, run);
                work(run::start);
            } else if (Json.text(pod, "status", "phase").equals("Running") && PodStatus.isOutdated(pod)) {
                resources.edit(key, Part.STATUS, next -> {
                    PodStatus.ephemeral(next);
                    PodStatus.readiness(next, Resources.now());
                });
            }
        }
        for (String gone : List.copyOf(runs.keySet())) {
            Run run = runs.get(gone);
            if (run != null && !present.contains(gone)) {
                stop(run);
                runs.remove(gone);
            }
        }
    }

    private void stop(Run run) {
        if (!run.stopping) {
            run.stopping = true;
            work(run::stop);
        }
    }

    private void work(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException closing) {
            // The lab is closing, and with it every pod.
        }
    }

    private void later(Runnable task, long millis) {
        try {
            Object unused = clock.schedule(() -> work(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The lab is closing, and with it every pod.
        }
    }

    @Override
    public void close() {
        probes.close();
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
