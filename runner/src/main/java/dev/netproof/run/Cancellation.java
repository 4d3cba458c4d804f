package dev.netproof.run;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The wish that a run ends before its time. It interrupts the run where that is harmless, and nowhere else: not while it
 * removes what it made, nor while it writes its evidence. Thread-safe.
 */
public final class Cancellation {

    private final BooleanSupplier wished;
    private @Nullable Thread interruptible;
    private boolean requested;

    /** Until {@link #request} is called. */
    public Cancellation() {
        this(() -> false);
    }

    /**
     * Until {@link #request} is called or the supplier says so.
     *
     * @param wished asked now and then, so that it is not as prompt as a request
     */
    public Cancellation(BooleanSupplier wished) {
        this.wished = wished;
    }

    /** Asks the run to end. */
    public synchronized void request() {
        if (!requested && interruptible != null) {
            interruptible.interrupt();
        }
        requested = true;
    }

    public synchronized boolean requested() {
        return requested || wished.getAsBoolean();
    }

    /**
     * Does work that a request may interrupt, on the calling thread.
     *
     * @throws CancellationException when there was a request before
     */
    public <T> T interruptibly(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /**
     * From here to {@link #leave} a request interrupts the calling thread.
     *
     * @throws CancellationException when there was a request before
     */
    public synchronized void enter() {
        if (interruptible != null) {
            throw new IllegalStateException(interruptible + " has not left");
        }
        if (requested()) {
            throw new CancellationException("interrupted");
        }
        interruptible = Thread.currentThread();
    }

    /** What follows is not interrupted, neither by a request to come nor by one that came and was not noticed. */
    public synchronized void leave() {
        if (requested && Thread.currentThread().equals(interruptible)) {
            Thread.interrupted();
        }
        interruptible = null;
    }
}
