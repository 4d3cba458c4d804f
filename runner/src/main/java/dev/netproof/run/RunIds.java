package dev.netproof.run;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Names runs. */
public final class RunIds {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    private RunIds() {}

    /** An id that no other run has: sortable by time, and safe in file names and label values. */
    public static String next(InstantSource clock) {
        byte[] random = new byte[3];
        new SecureRandom().nextBytes(random);
        return TIME.format(clock.instant()) + "-" + HexFormat.of().formatHex(random);
    }
}
