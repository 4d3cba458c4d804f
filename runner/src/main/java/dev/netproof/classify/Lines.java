package dev.netproof.classify;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for a line in what a tool printed. */
final class Lines {

    private Lines() {}

    /** The first line in which the pattern is found. */
    static Optional<String> find(String text, Pattern pattern) {
        return of(text).stream().filter(line -> pattern.matcher(line).find()).findFirst();
    }

    /** The last line that is not blank; "nothing" when there is none. */
    static String last(String text) {
        List<String> lines = of(text);
        return lines.isEmpty() ? "nothing" : lines.getLast();
    }

    private static List<String> of(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
