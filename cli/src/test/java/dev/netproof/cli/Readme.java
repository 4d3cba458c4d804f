package dev.netproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the README of an example promises.
 *
 * @param command the line that runs it
 * @param findings by edge; an edge that is not listed is as expected
 */
record Readme(String command, int exitCode, Map<String, Found> findings) {

    /** The verdict of a matrix that contradicts the cluster, so that nothing runs; its finding is part of the message. */
    static final String MISTAKE = "mistake";

    private static final Pattern ROW = Pattern
            .compile("\\| `([^`]+)` \\| (violated|inconclusive|" + MISTAKE + ") \\| ((?:`[^`]+`(?:, )?)+) \\|.*");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMAND = Pattern.compile("^(\\./netproof lab .*)$", Pattern.MULTILINE);
    private static final Pattern EXIT_CODE = Pattern.compile("Exit code (\\d)\\.");

    /** What is found on one edge, in the words of the reports. */
    record Found(String verdict, Set<String> findings) {}

    static Readme of(Path example) throws IOException {
        Path file = example.resolve("README.md");
        String text = Files.readString(file);
        Map<String, Found> findings = text.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(1), row -> new Found(row.group(2), quoted(row.group(3))),
                        (first, second) -> second, TreeMap::new));
        return new Readme(only(COMMAND, text, file), Integer.parseInt(only(EXIT_CODE, text, file)), findings);
    }

    private static Set<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map(quoted -> quoted.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String only(Pattern pattern, String text, Path file) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(file + ": nothing there matches " + pattern);
        }
        return matcher.group(1);
    }
}
