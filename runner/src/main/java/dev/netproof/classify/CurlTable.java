package dev.netproof.classify;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;

/**
 * Reads curl by its exit code, the times of the transfer and, for exit 7, its verbose text.
 *
 * @see <a href="https://everything.curl.dev/cmdline/exitcode.html">the exit codes of curl</a>
 */
final class CurlTable {

    private static final int NO_PROXY_NAME = 5;
    private static final int NO_HOST_NAME = 6;
    private static final int NO_CONNECTION = 7;
    private static final int TIMEOUT = 28;

    /** TLS failures, an empty reply, errors of sending and receiving: none comes before TCP connected. */
    private static final Set<Integer> AFTER_TCP = Set.of(22, 35, 51, 52, 55, 56, 58, 59, 60, 77, 80, 83, 90, 91);

    private static final Pattern CONNECTED = Pattern.compile("^\\* +(Connected|Established connection) to ");

    Observation direct(ProbeKind kind, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        if (curl.httpStatus().isPresent()) {
            return answered(curl);
        }
        return connected(curl, raw) ? silent(kind, curl) : unconnected(curl, Stage.CONNECT, "", raw);
    }

    Observation throughProxy(ProbeKind kind, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        OptionalInt answer = curl.connectStatus();
        if (answer.isEmpty()) {
            return connected(curl, raw) ? unanswered(curl, raw)
                    : unconnected(curl, Stage.PROXY, "closed before the proxy: ", raw);
        }
        int status = answer.getAsInt();
        if (status / 100 != 2) {
            return new Closed(meaning(status), Stage.PROXY, "closed at the proxy: " + status);
        }
        if (kind == ProbeKind.TCP) {
            return new Connected(Stage.CONNECT, "the proxy answered CONNECT with " + status);
        }
        return curl.httpStatus().isPresent() ? answered(curl) : silent(kind, curl);
    }

    /**
     * Whether TCP connected. A {@code time_connect} over zero says so, but zero does not say the opposite: curl 7.88
     * leaves it there when what follows TCP, TLS or CONNECT, gets no answer. Its verbose text knows, but may speak
     * of another transfer to the same address and port; one that did not connect has no local port.
     */
    private static boolean connected(CurlFields curl, RawRecord raw) {
        return curl.connected() || AFTER_TCP.contains(raw.exitCode())
                || (curl.hasLocalPort() && Lines.find(raw.stderr(), CONNECTED).isPresent());
    }

    private static Observation answered(CurlFields curl) {
        return new Connected(Stage.EXCHANGE, "HTTP " + curl.httpStatus().getAsInt());
    }

    /** Open at the transport layer, and no response above it. */
    private static Observation silent(ProbeKind kind, CurlFields curl) {
        Stage stage = kind == ProbeKind.HTTPS && !curl.encrypted() ? Stage.TLS : Stage.EXCHANGE;
        return new Connected(stage, curl.message());
    }

    private static Observation unanswered(CurlFields curl, RawRecord raw) {
        Outcome outcome = raw.exitCode() == TIMEOUT ? Outcome.TIMEOUT : Outcome.REFUSED;
        return new Closed(outcome, Stage.PROXY, "closed at the proxy: no answer to CONNECT, " + curl.message());
    }

    private static Observation unconnected(CurlFields curl, Stage stage, String where, RawRecord raw) {
        String message = curl.message();
        return switch (raw.exitCode()) {
            case NO_PROXY_NAME, NO_HOST_NAME -> new Undetermined(message);
            case TIMEOUT -> message.contains("Resolving timed out") ? new Undetermined(message)
                    : new Closed(Outcome.TIMEOUT, stage, where + message);
            case NO_CONNECTION -> ErrorText.read(raw.stderr())
                    .<Observation>map(outcome -> new Closed(outcome, stage, where + reason(raw)))
                    // Not connected is certain; without the verbose text the way is not, and refused claims least.
                    .orElseGet(() -> new Closed(Outcome.REFUSED, stage, where + message));
            default -> notUnderstood(raw);
        };
    }

    private static String reason(RawRecord raw) {
        String line = Lines.last(raw.stderr());
        return line.startsWith("* ") ? line.substring(2) : line;
    }

    /** What a proxy's answer to CONNECT says: by RFC 9110, 504 is a timeout behind it, 502 and 503 a failure there. */
    private static Outcome meaning(int status) {
        return switch (status) {
            case 504 -> Outcome.TIMEOUT;
            case 502, 503 -> Outcome.UNREACHABLE;
            default -> Outcome.REFUSED;
        };
    }

    private static Unreadable notUnderstood(RawRecord raw) {
        return new Unreadable("curl ended with exit " + raw.exitCode() + " before it connected, and said: "
                + Lines.last(raw.stdout() + "\n" + raw.stderr())
                + ". Look its exit code up in curl's manual; the probe image may be at fault.");
    }
}
