package dev.netproof.classify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
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

    Observation query(RawRecord raw) {
        String text = raw.stdout() + "\n" + raw.stderr();
        // An answer goes first: it may come after an error of an earlier try, and proves the path all the same.
        Optional<String> answer = answer(text);
        if (answer.isPresent()) {
            return new Connected(Stage.DNS, answer.get());
        }
        Optional<String> trouble = Lines.find(text, TROUBLE);
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
