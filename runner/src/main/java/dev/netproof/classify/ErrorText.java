package dev.netproof.classify;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.netproof.evidence.Outcome;

/**
 * What the kernel's errors are called by glibc and by musl, in the words that curl, nc and nslookup print.
 *
 * <p>Messages of the C library for connect(2): ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EACCES and EPERM
 * (a local reject), EINVAL (a blackhole route; BIND calls it an invalid file).
 */
final class ErrorText {

    private static final List<ErrorText> TABLE = List.of(row(Outcome.REFUSED, "connection refused"),
            row(Outcome.UNREACHABLE, "no route to host"), row(Outcome.UNREACHABLE, "host is unreachable"),
            row(Outcome.UNREACHABLE, "host unreachable"), row(Outcome.UNREACHABLE, "network is unreachable"),
            row(Outcome.UNREACHABLE, "network unreachable"), row(Outcome.UNREACHABLE, "permission denied"),
            row(Outcome.UNREACHABLE, "operation not permitted"), row(Outcome.UNREACHABLE, "invalid argument"),
            row(Outcome.UNREACHABLE, "invalid file"),
            row(Outcome.TIMEOUT, "timed out"), row(Outcome.TIMEOUT, "\\btimeout\\b"));

    private final Outcome outcome;
    private final Pattern words;

    private ErrorText(Outcome outcome, Pattern words) {
        this.outcome = outcome;
        this.words = words;
    }

    /** The way to be closed that a text names; empty when it names none. */
    static Optional<Outcome> read(String text) {
        return TABLE.stream().filter(row -> row.words.matcher(text).find()).map(row -> row.outcome).findFirst();
    }

    private static ErrorText row(Outcome outcome, String words) {
        return new ErrorText(outcome, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
    }
}
