package dev.netproof.classify;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.StageTimes;
import org.jspecify.annotations.Nullable;

/** What curl wrote of one transfer: {@code exitcode=7 http_code=000 … errormsg=Failed to connect to …}. */
final class CurlFields {

    private static final String LAST = "errormsg=";
    private static final int NANO_DIGITS = 9;
    private static final int MOST_DIGITS = 16;

    private final Map<String, String> fields;

    private CurlFields(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Empty when the record has no such line. */
    static Optional<CurlFields> of(RawRecord raw) {
        String line = raw.stdout();
        int last = line.indexOf(LAST);
        if (last < 0) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : line.substring(0, last).split(" ", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        fields.put("errormsg", line.substring(last + LAST.length()).strip());
        return fields.containsKey("time_connect") ? Optional.of(new CurlFields(fields)) : Optional.empty();
    }

    String message() {
        return text("errormsg");
    }

    /** A time over zero says that TCP connected, whatever the exit code. */
    boolean connected() {
        return isPositive("time_connect");
    }

    boolean hasLocalPort() {
        return text("local_port").matches("[1-9]\\d*");
    }

    boolean encrypted() {
        return isPositive("time_appconnect");
    }

    /** When it came past its stages. Curl writes zero for a stage that was not reached. */
    StageTimes stages() {
        return new StageTimes(time("time_connect"), time("time_appconnect"), time("time_starttransfer"));
    }

    private @Nullable Duration time(String name) {
        return isPositive(name) && text(name).length() <= MOST_DIGITS
                ? Duration.ofNanos(new BigDecimal(text(name)).movePointRight(NANO_DIGITS).longValue())
                : null;
    }

    /** What curl passes on of a target that sends any other number is no status of HTTP (RFC 9110, section 15). */
    OptionalInt httpStatus() {
        return status("http_code");
    }

    /** The proxy's answer to CONNECT. */
    OptionalInt connectStatus() {
        return status("http_connect");
    }

    private OptionalInt status(String name) {
        String text = text(name);
        return text.matches("[1-5]\\d\\d") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private boolean isPositive(String name) {
        return text(name).matches("\\d+\\.\\d*[1-9]\\d*|[1-9]\\d*\\.\\d+");
    }

    private String text(String name) {
        return fields.getOrDefault(name, "");
    }
}
