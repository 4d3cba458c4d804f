package dev.netproof.time;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The clock of the machine that nobody sets. */
final class SystemTicker implements Ticker {

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost) {
        ConditionFactory wait = Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(apart);
        try {
            (atMost == null ? wait.forever() : wait.atMost(atMost)).until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
