package dev.netproof.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;

/** Reads nc in its flavours: OpenBSD's, Ncat, the traditional one, BusyBox with and without {@code -z}. */
final class NcTable {

    /** Exit code of the program that BusyBox runs once it is connected: without -z it prints nothing. */
    private static final int BUSYBOX_CONNECTED = 42;

    private static final Pattern CONNECTED = Pattern.compile("succeeded!$" // OpenBSD
            + "|^Ncat: Connected to " // Ncat
            + "|\\) open$" // BusyBox
            + "|\\] \\d+ \\([^)]*\\) open$"); // traditional
    private static final Pattern NAME_FAILED = Pattern
            .compile("getaddrinfo|name resolution|Name or service not known|bad address|Could not resolve");
    private static final Pattern USAGE = Pattern.compile("invalid option|unrecognized option|^usage:|^Usage:");

    Observation handshake(RawRecord raw) {
        String text = raw.stderr() + "\n" + raw.stdout();
        Optional<String> usage = Lines.find(text, USAGE);
        if (usage.isPresent()) {
            return new Unreadable(raw.tool() + " did not take its options: " + usage.get()
                    + ". Use an image with OpenBSD nc.");
        }
        if (raw.exitCode() == BUSYBOX_CONNECTED && raw.command().contains("-e")) {
            return new Connected(Stage.CONNECT, "connected");
        }
        Optional<String> connected = Lines.find(text, CONNECTED);
        if (raw.exitCode() == 0) {
            return connected.<Observation>map(line -> new Connected(Stage.CONNECT, line))
                    .orElseGet(() -> notUnderstood(raw));
        }
        if (Lines.find(text, NAME_FAILED).isPresent()) {
            return new Undetermined(Lines.last(text));
        }
        if (Expiry.ended(raw)) {
            return new Closed(Outcome.TIMEOUT, Stage.CONNECT, Expiry.detail(raw));
        }
        return ErrorText.read(text)
                .<Observation>map(outcome -> new Closed(outcome, Stage.CONNECT, Lines.last(text)))
                .orElseGet(() -> notUnderstood(raw));
    }

    /** Only bytes of the peer count: UDP has no handshake, and nc calls a datagram that vanished a success. */
    Observation datagram(RawRecord raw) {
        if (!raw.stdout().isEmpty()) {
            return new Connected(Stage.EXCHANGE, "answered: " + Lines.last(raw.stdout()));
        }
        Optional<String> usage = Lines.find(raw.stderr(), USAGE);
        if (usage.isPresent()) {
            return new Unreadable(raw.tool() + " did not take its options: " + usage.get()
                    + ". Use an image with OpenBSD nc.");
        }
        Optional<Outcome> said = ErrorText.read(raw.stderr());
        if (said.isPresent()) {
            return new Closed(said.get(), Stage.CONNECT, Lines.last(raw.stderr()));
        }
        if (endedEarly(raw)) {
            return new Closed(Outcome.REFUSED, Stage.CONNECT,
                    "nc gave up before its time without an answer: the port was reported unreachable");
        }
        return raw.exitCode() == 0 || Expiry.ended(raw)
                ? new Closed(Outcome.TIMEOUT, Stage.CONNECT, "no answer")
                : notUnderstood(raw);
    }

    /** OpenBSD nc prints nothing of an ICMP port unreachable: it stops reading, exits with 0 and is early. */
    private static boolean endedEarly(RawRecord raw) {
        List<String> command = raw.command();
        int wait = command.indexOf("-w");
        if (!raw.tool().contains("openbsd") || raw.exitCode() != 0 || wait < 0 || wait + 1 >= command.size()
                || !command.get(wait + 1).matches("\\d{1,6}")) {
            return false;
        }
        Duration patience = Duration.ofSeconds(Long.parseLong(command.get(wait + 1)));
        return raw.elapsed().compareTo(patience.minusMillis(100)) < 0;
    }

    private static Unreadable notUnderstood(RawRecord raw) {
        return new Unreadable(raw.tool() + " ended with exit " + raw.exitCode() + " and said: "
                + Lines.last(raw.stdout() + "\n" + raw.stderr())
                + ". That is in no table; use an image with OpenBSD nc.");
    }
}
