package dev.netproof.truth;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import dev.netproof.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The time of a world, and whose turn it is: of a run's two threads only one goes on at a time, the one that wakes first, so that
 * a schedule comes out the same again. Time passes when somebody spends it.
 *
 * <p>Where the run really waits for its canary, {@link #runBlocks} or an interrupt of the canary says so.
 */
final class Turns implements Ticker {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread runs = Thread.currentThread();
    private Actor run = new Actor();
    private Actor canary = new Actor();
    private @Nullable Actor turn;
    private boolean canaryIsDue;
    private long now;
    private long limit = Span.EVER;

    /** One of the two threads. */
    private final class Actor {

        private final Condition called = lock.newCondition();
        private boolean here;
        private long wakes;
    }

    /** A run took longer than any may. */
    static final class EndlessError extends Error {

        private static final long serialVersionUID = 1L;

        EndlessError(long now) {
            super("the run is not over at " + Span.word(now) + " s");
        }
    }

    /** A run begins, at this moment or as soon after it as can be, on the thread that made this. */
    void begin(long at, Duration atMost) {
        lock.lock();
        try {
            now = Math.max(now, at);
            limit = now + atMost.toNanos();
            run = new Actor();
            canary = new Actor();
            run.here = true;
            turn = run;
            canaryIsDue = false;
        } finally {
            lock.unlock();
        }
    }

    /** The canary's thread is about to start: the run passes no time before it is there. */
    void canaryIsDue() {
        lock.lock();
        try {
            canaryIsDue = true;
        } finally {
            lock.unlock();
        }
    }

    /** The run waits for its canary, outside of this. */
    void runBlocks() {
        lock.lock();
        try {
            run.here = false;
            turn = null;
            goOn();
        } finally {
            lock.unlock();
        }
    }

    /** The canary passes no time any more. */
    void canaryLeaves() {
        lock.lock();
        try {
            canary.here = false;
            if (turn == canary) {
                turn = null;
                goOn();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost) {
        long began = nanos();
        while (!condition.getAsBoolean()) {
            if (atMost != null && since(began).compareTo(atMost) >= 0) {
                return false;
            }
            spend(apart.isPositive() ? apart.toNanos() : 1);
        }
        return true;
    }

    /** Passes so many nanoseconds, in which the other may go on; keeps the mark of an interrupt. */
    void spend(long nanos) {
        lock.lock();
        try {
            Actor me = me();
            if (turn != me) {
                come(me);
            }
            me.wakes = now + nanos;
            while (me == run && canaryIsDue) {
                arrived.awaitUninterruptibly();
            }
            goOn();
            await(me);
            if (now > limit) {
                throw new EndlessError(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private Actor me() {
        return Thread.currentThread().equals(runs) ? run : canary;
    }

    private void come(Actor me) {
        me.here = true;
        me.wakes = now;
        if (me == canary) {
            canaryIsDue = false;
            arrived.signalAll();
        }
        if (turn == null) {
            turn = me;
        }
        await(me);
    }

    /** Gives the turn to whoever wakes first; the run, when both do. */
    private void goOn() {
        Actor first = !canary.here || (run.here && run.wakes <= canary.wakes) ? run : canary;
        if (first.here) {
            now = Math.max(now, first.wakes);
            turn = first;
            first.called.signalAll();
        }
    }

    private void await(Actor me) {
        boolean interrupted = false;
        while (turn != me) {
            try {
                me.called.await();
            } catch (InterruptedException e) {
                interrupted = true;
                if (me == canary) {
                    // Nobody but the run calls it back, and then waits until it has cleaned up.
                    run.here = false;
                    turn = canary;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
