package dev.netproof.matrix.grammar;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The path of another file, relative to the file that includes it. */
public record IncludePaths() implements Grammar<Path> {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern ABSOLUTE = Pattern.compile("[/~].*|[A-Za-z]:.*");

    @Override
    public Parsed<Path> parse(String text) {
        if (text.isBlank()) {
            return Parsed.wrong("names no file", "Write a path like ../peers.yaml.");
        }
        if (URL.matcher(text).matches()) {
            return Parsed.wrong("is a URL, and reading a matrix needs no network",
                    "Keep a copy of the file, and write its path.");
        }
        if (ABSOLUTE.matcher(text).matches()) {
            return Parsed.wrong("is right on one machine only", "Write it relative to this file, like ../peers.yaml.");
        }
        if (text.indexOf('\\') >= 0) {
            return Parsed.wrong("has backslashes", "Write " + Quote.of(text.replace('\\', '/')) + ".");
        }
        if (text.indexOf('*') >= 0) {
            return Parsed.wrong("is a pattern", "Name each file by itself.");
        }
        try {
            return Parsed.read(Path.of(text));
        } catch (InvalidPathException e) {
            return Parsed.wrong("can't be a path on this machine", "Rename the file.");
        }
    }
}
