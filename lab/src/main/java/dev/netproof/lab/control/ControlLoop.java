package dev.netproof.lab.control;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

import dev.netproof.lab.api.ObjectStore;

/**
 * Runs the reconcilers, one after the other on one thread, whenever something changed.
 *
 * <p>Changes during a pass, the reconcilers' own included, cause another pass; changes between passes are taken together.
 */
final class ControlLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlLoop.class.getName());
    private static final Set<String> IGNORED = Set.of("events", "leases");

    private final List<Reconciler> reconcilers;
    private final Semaphore changed = new Semaphore(1);
    private final Runnable unsubscribe;
    private final Thread thread;

    ControlLoop(ObjectStore store, List<Reconciler> reconcilers) {
        this.reconcilers = List.copyOf(reconcilers);
        this.unsubscribe = store.subscribe(store.revision(), change -> {
            if (!IGNORED.contains(change.key().type().plural())) {
                changed.release();
            }
        });
        this.thread = Thread.ofPlatform().daemon().name("lab control loop").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                reconcilers.forEach(ControlLoop::reconcile);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reconcile(Reconciler reconciler) {
        try {
            reconciler.reconcile();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a controller of the lab failed and is run again after the next change", failed);
        }
    }

    @Override
    public void close() {
        unsubscribe.run();
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
