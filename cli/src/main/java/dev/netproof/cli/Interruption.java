package dev.netproof.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.netproof.run.Cancellation;

/**
 * What happens when the process is told to end, by Ctrl-C or {@code kill}: the command is cancelled, and the process ends as
 * soon as the command has cleaned up, with {@link ExitCode#INTERRUPTED}.
 */
final class Interruption {

    /** How long an orchestrator waits after SIGTERM, by default, before it kills. */
    private static final long CLEAN_UP_SECONDS = 30;

    private final Cancellation cancellation = new Cancellation();
    private volatile boolean heard;
    private final CountDownLatch over = new CountDownLatch(1);

    /** From now on this process ends in good order. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "netproof-interrupted"));
    }

    /** Hears of the signal. A command that asks for it will be waited for; one that never does has nothing to clean up. */
    Cancellation cancellation() {
        heard = true;
        return cancellation;
    }

    /** Whether there was a signal. */
    boolean requested() {
        return cancellation.requested();
    }

    /** The command has ended; when the process ends now, it is not because it was told to. */
    void over() {
        over.countDown();
    }

    private void interrupt() {
        if (over.getCount() == 0) {
            return;
        }
        cancellation.request();
        boolean inTime = !heard;
        try {
            inTime = inTime || over.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!inTime) {
            System.err.println("netproof: cleaning up takes longer than " + CLEAN_UP_SECONDS
                    + " s, given up. `netproof clean` removes what is left.");
        }
        // Ended by SIGTERM, the process would have another exit code; and exit() waits for the hook that this is.
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
}
