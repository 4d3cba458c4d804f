package dev.netproof.classify;

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

/**
 * Reads nslookup, of BIND and of BusyBox, when the server is the target: any answer of it proves the path open, and
 * which answer is no matter of connectivity.
 */
final class NslookupTable {

    private static final Pattern RCODE = Pattern.compile("^\\*\\* server can't find .*: ([A-Z0-9]+)$");
    private static final Pattern NO_DATA = Pattern.compile("^\\*\\*\\* Can't find .*: (No answer|Parse error)$");
    private static final Pattern ANSWER = Pattern
            .compile("^Name:\\s|\\scanonical name = |^(Non-authoritative answer|Authoritative answers)|\\sname = ");
    private static final Pattern TROUBLE = Pattern.compile("^;; communications error to .*: (.*)$" // BIND
            + "|^;; (?:Connection to|UDP setup with) .* failed: (.*?)\\.?$" // BIND
            + "|^nslookup: (?!bad address|can't resolve)(.*)$"); // BusyBox
    private static final Pattern NOBODY = Pattern
            .compile("^;; (connection timed out; no servers could be reached|no servers could be reached)");

    /** What BIND says of a datagram that came and is no answer to its query. */
    private static final Pattern UNFIT = Pattern.compile("^;; (;; )?(Warning: |Question section mismatch|Got "
            + "|Truncated, retrying|BADCOOKIE|Couldn't verify|unexpected |expected opt)");
    /** The line of the driver between what nc said and what nslookup said. */
    static final String ASKED_AGAIN = ";; asked again";
    private static final Pattern REMARK = Pattern.compile("^;; ");
    /** The line of the reader: what BusyBox takes in and keeps to itself. */
    private static final Pattern HIDDEN = Pattern.compile("^netproof: ");

    Observation query(RawRecord raw) {
        String text = raw.stdout() + "\n" + raw.stderr();
        // An answer goes first: it may come after an error of an earlier try, and proves the path all the same.
        Optional<String> answer = answer(text);
        if (answer.isPresent()) {
            return new Connected(Stage.DNS, answer.get());
        }
        Optional<String> unfit = Lines.find(text, UNFIT);
        if (unfit.isPresent()) {
            return new Connected(Stage.DNS, "an answer that is none: " + unfit.get(), false);
        }
        Optional<String> trouble = Lines.find(text, TROUBLE);
        Optional<String> doubt = doubt(text);
        // An error is said of the target's port; only silence is in doubt.
        if (doubt.isPresent() && trouble.flatMap(ErrorText::read).orElse(Outcome.TIMEOUT) == Outcome.TIMEOUT) {
            return new Undetermined(Stage.EXCHANGE, doubt.get());
        }
        if (trouble.isPresent()) {
            return ErrorText.read(trouble.get())
                    .<Observation>map(outcome -> new Closed(outcome, Stage.DNS, trouble.get()))
                    .orElseGet(() -> notUnderstood(raw));
        }
        Optional<String> nobody = Lines.find(text, NOBODY);
        if (nobody.isPresent()) {
            return new Closed(Outcome.TIMEOUT, Stage.DNS, nobody.get());
        }
        return Expiry.ended(raw) ? new Closed(Outcome.TIMEOUT, Stage.DNS, Expiry.detail(raw)) : notUnderstood(raw);
    }

    /** A datagram may have come from the target, or what was said is not known well enough to say that none did. */
    private static Optional<String> doubt(String text) {
        return Lines.find(text, HIDDEN).or(() -> text.lines().map(String::strip)
                .filter(line -> REMARK.matcher(line).find() && !TROUBLE.matcher(line).find()
                        && !NOBODY.matcher(line).find() && !line.startsWith(ASKED_AGAIN))
                .findFirst());
    }

    private static Optional<String> answer(String text) {
        Optional<String> rcode = Lines.find(text, RCODE);
        if (rcode.isPresent()) {
            Matcher found = RCODE.matcher(rcode.get());
            return found.find() ? Optional.of(found.group(1) + ": " + rcode.get()) : Optional.empty();
        }
        return Lines.find(text, NO_DATA).or(() -> Lines.find(text, ANSWER)).map(line -> "NOERROR: " + line);
    }

    private static Unreadable notUnderstood(RawRecord raw) {
        return new Unreadable(raw.tool() + " ended with exit " + raw.exitCode() + " and said: "
                + Lines.last(raw.stdout() + "\n" + raw.stderr())
                + ". That is in no table; use an image with the nslookup of BIND or of BusyBox 1.28 or newer.");
    }
}
