package dev.netproof.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final String EARLY = "nc ended before its time with no answer: the port was reported unreachable,"
            + " or an empty datagram came back";
    private static final Pattern USAGE = Pattern.compile("invalid option|unrecognized option|^usage:|^Usage:");

    private final NslookupTable nslookup;

    NcTable(NslookupTable nslookup) {
        this.nslookup = nslookup;
    }

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
    Observation datagram(Question question, RawRecord raw) {
        if (!raw.stdout().isEmpty()) {
            return question.expectAnswer().isEmpty() || bytes(raw.stdout()).contains(question.expectAnswer())
                    ? new Connected(Stage.EXCHANGE, "answered: " + Lines.last(raw.stdout()))
                    : new Connected(Stage.EXCHANGE, "answered otherwise than expected: " + Lines.last(raw.stdout()),
                            false);
        }
        Optional<String> usage = Lines.find(raw.stderr(), USAGE);
        if (usage.isPresent()) {
            return new Unreadable(raw.tool() + " did not take its options: " + usage.get()
                    + ". Use an image with OpenBSD nc.");
        }
        int again = raw.stderr().indexOf(NslookupTable.ASKED_AGAIN);
        String own = again < 0 ? raw.stderr() : raw.stderr().substring(0, again);
        Optional<Outcome> said = ErrorText.read(own);
        if (said.isPresent()) {
            return new Closed(said.get(), Stage.CONNECT, Lines.last(own));
        }
        if (endedEarly(raw)) {
            return again < 0
                    ? new Undetermined(Stage.EXCHANGE, EARLY + ". Use an image with the nslookup of BIND, which tells")
                    : askedAgain(question, raw, raw.stderr().substring(again));
        }
        return raw.exitCode() == 0 || Expiry.ended(raw)
                ? new Closed(Outcome.TIMEOUT, Stage.CONNECT, "no answer")
                : notUnderstood(raw);
    }

    /** What the driver asked by nslookup after nc had ended early: it tells a datagram of any kind from an error. */
    private Observation askedAgain(Question question, RawRecord raw, String answer) {
        RawRecord second = new RawRecord(raw.probe(), "nslookup (BIND)", List.of(), raw.exitCode(), answer, "",
                raw.startedAt(), raw.elapsed());
        return switch (nslookup.query(second)) {
            case Connected any -> new Connected(Stage.EXCHANGE,
                    "answered with an empty datagram, and a second time: " + any.detail(),
                    question.expectAnswer().isEmpty());
            case Closed closed when closed.outcome() != Outcome.TIMEOUT ->
                new Closed(closed.outcome(), Stage.CONNECT, closed.detail());
            case Closed silent -> new Undetermined(Stage.EXCHANGE, EARLY + "; a second question got no answer");
            case Undetermined nothing -> new Undetermined(Stage.EXCHANGE, EARLY + "; then " + nothing.detail());
            case Unreadable nothing -> new Undetermined(Stage.EXCHANGE, EARLY + "; a second question told nothing");
        };
    }

    /** Each byte as a character; {@code \xHH} stands for one that does not print, the backslash among them. */
    private static String bytes(String printed) {
        return ESCAPE.matcher(printed).replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    /** nc prints nothing of an ICMP port unreachable, and nothing of an empty datagram: both end it early, with 0. */
    private static boolean endedEarly(RawRecord raw) {
        List<String> command = raw.command();
        int wait = command.indexOf("-w");
        if (raw.exitCode() != 0 || wait < 0 || wait + 1 >= command.size()
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
