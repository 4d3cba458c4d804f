package dev.netproof.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;

/** What OpenBSD's nc says of a handshake, as it is captured in the lab. */
public enum NcSays {
    OPEN(0, "Connection to %s %d port [tcp/*] succeeded!"), TIMEOUT(1,
            "nc: connect to %s port %d (tcp) timed out: Operation now in progress"), REFUSED(1,
                    "nc: connect to %s port %d (tcp) failed: Connection refused"), NONSENSE(3, "what?");

    private final int exitCode;
    private final String text;

    NcSays(int exitCode, String text) {
        this.exitCode = exitCode;
        this.text = text;
    }

    public RawRecord of(Probe probe, Instant at) {
        return new RawRecord(probe.id(), "nc (openbsd)", List.of("nc"), exitCode, "",
                text.formatted(probe.endpoint().address(), probe.endpoint().port()), at, Duration.ofMillis(1));
    }
}
