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

    /** What TLS libraries call an alert of the peer; a failure of their own has other words. */
    private static final Pattern ALERT = Pattern.compile("\\balert\\b|_ALERT_", Pattern.CASE_INSENSITIVE);
    private static final Pattern RESET = Pattern.compile("reset by peer|connection reset|errno 104",
            Pattern.CASE_INSENSITIVE);
    private static final int FIRST_FINAL_STATUS = 200;

    Observation direct(Question question, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        return curl.httpStatus().isPresent() || connected(curl, raw)
                ? exchange(question, curl)
                : unconnected(curl, Stage.CONNECT, "", raw);
    }

    Observation throughProxy(Question question, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        OptionalInt answer = curl.connectStatus();
        if (answer.isEmpty()) {
            return connected(curl, raw) ? unanswered(curl)
                    : unconnected(curl, Stage.PROXY, "closed before the proxy: ", raw);
        }
        int status = answer.getAsInt();
        if (status / 100 != 2) {
            return new Closed(meaning(status), Stage.PROXY, "closed at the proxy: " + status);
        }
        return question.kind() == ProbeKind.TCP
                ? new Connected(Stage.CONNECT, "the proxy answered CONNECT with " + status)
                : exchange(question, curl);
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

    /**
     * What came after the transport connected. Where the matrix says which statuses count as let through, the edge is closed
     * only by an answer that denies: another final status, an alert of TLS, a reset where a proxy is known to stand in the
     * path. Whatever else comes, or does not, may as well be a fault of the application.
     */
    private static Observation exchange(Question question, CurlFields curl) {
        OptionalInt status = curl.httpStatus();
        boolean inTls = question.kind() == ProbeKind.HTTPS && !curl.encrypted();
        if (question.anyStatus()) {
            return status.isPresent()
                    ? new Connected(Stage.EXCHANGE, "HTTP " + status.getAsInt())
                    : new Connected(question.kind() == ProbeKind.HTTPS ? Stage.TLS : Stage.CONNECT, curl.message(),
                            false);
        }
        if (status.isPresent() && question.expectStatus().contains(status.getAsInt())) {
            return new Connected(Stage.EXCHANGE, "HTTP " + status.getAsInt());
        }
        if (status.isPresent() && status.getAsInt() >= FIRST_FINAL_STATUS) {
            return new Closed(Outcome.REFUSED, Stage.EXCHANGE,
                    "HTTP " + status.getAsInt() + ", and " + question.condition());
        }
        if (question.kind() == ProbeKind.HTTPS && ALERT.matcher(curl.message()).find()) {
            return new Closed(Outcome.REFUSED, inTls ? Stage.TLS : Stage.EXCHANGE, curl.message());
        }
        if (question.viaProxy() && RESET.matcher(curl.message()).find()) {
            return new Closed(Outcome.REFUSED, Stage.EXCHANGE, curl.message());
        }
        return new Undetermined(inTls ? Stage.TLS : Stage.EXCHANGE,
                "no HTTP status, and " + question.condition() + ": " + curl.message());
    }

    private static Observation unanswered(CurlFields curl) {
        String said = "no answer to CONNECT, " + curl.message();
        return RESET.matcher(curl.message()).find()
                ? new Closed(Outcome.REFUSED, Stage.PROXY, "closed at the proxy: " + said)
                : new Undetermined(Stage.PROXY, said);
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
