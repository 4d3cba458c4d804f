package dev.netproof.classify;

import java.util.Optional;
import java.util.OptionalInt;

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

    Observation direct(ProbeKind kind, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        if (curl.httpStatus().isPresent()) {
            return answered(curl);
        }
        if (curl.connected()) {
            return silent(kind, curl);
        }
        return unconnected(curl, Stage.CONNECT, "", raw);
    }

    Observation throughProxy(ProbeKind kind, RawRecord raw) {
        Optional<CurlFields> fields = CurlFields.of(raw);
        if (fields.isEmpty()) {
            return notUnderstood(raw);
        }
        CurlFields curl = fields.get();
        OptionalInt answer = curl.connectStatus();
        if (answer.isPresent() && answer.getAsInt() / 100 != 2) {
            return new Closed(meaning(answer.getAsInt()), Stage.PROXY, "closed at the proxy: " + answer.getAsInt());
        }
        if (answer.isEmpty()) {
            if (!curl.connected()) {
                return unconnected(curl, Stage.PROXY, "closed before the proxy: ", raw);
            }
            Outcome outcome = raw.exitCode() == TIMEOUT ? Outcome.TIMEOUT : Outcome.REFUSED;
            return new Closed(outcome, Stage.PROXY, "closed at the proxy: no answer to CONNECT, " + curl.message());
        }
        if (kind == ProbeKind.TCP) {
            return new Connected(Stage.CONNECT, "the proxy answered CONNECT with " + answer.getAsInt());
        }
        return curl.httpStatus().isPresent() ? answered(curl) : silent(kind, curl);
    }

    private static Observation answered(CurlFields curl) {
        return new Connected(Stage.EXCHANGE, "HTTP " + curl.httpStatus().getAsInt());
    }

    /** Open at the transport layer, and no response above it. */
    private static Observation silent(ProbeKind kind, CurlFields curl) {
        Stage stage = kind == ProbeKind.HTTPS && !curl.encrypted() ? Stage.TLS : Stage.EXCHANGE;
        return new Connected(stage, curl.message());
    }

    private static Observation unconnected(CurlFields curl, Stage stage, String where, RawRecord raw) {
        String message = curl.message();
        return switch (raw.exitCode()) {
            case NO_PROXY_NAME, NO_HOST_NAME -> new Undetermined(message);
            case TIMEOUT -> message.contains("Resolving timed out") ? new Undetermined(message)
                    : new Closed(Outcome.TIMEOUT, stage, where + message);
            case NO_CONNECTION -> ErrorText.read(raw.stderr())
                    .<Observation>map(outcome -> new Closed(outcome, stage, where + Lines.last(raw.stderr())))
                    // Not connected is certain; without the verbose text the way is not, and refused claims least.
                    .orElseGet(() -> new Closed(Outcome.REFUSED, stage, where + message));
            default -> notUnderstood(raw);
        };
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
