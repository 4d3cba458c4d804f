package dev.netproof.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a tool in a probe pod printed for one probe, before it is read.
 *
 * @param probe id of the probe within its run
 * @param tool {@code curl}, {@code nc} or {@code nslookup}, with its flavour when known: {@code nc (openbsd)}
 * @param command the argument vector, program first
 * @param exitCode the tool's own; {@link #NOT_RUN} when it was not started or its record never came
 * @param stdout at most a few kilobytes, cut at the end
 * @param stderr likewise; holds the reason when the exit code is {@link #NOT_RUN}
 */
public record RawRecord(String probe, String tool, List<String> command, int exitCode, String stdout, String stderr,
        Instant startedAt, Duration elapsed) {

    /** Exit code of a tool that did not run. */
    public static final int NOT_RUN = -1;

    public RawRecord {
        command = List.copyOf(command);
    }

    /** The record of a probe that could not be run. */
    public static RawRecord notRun(String probe, String tool, String reason, Instant at) {
        return new RawRecord(probe, tool, List.of(), NOT_RUN, "", reason, at, Duration.ZERO);
    }
}
