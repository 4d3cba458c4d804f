package dev.netproof.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.lab.LabNotReadyException;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.ManifestException;
import dev.netproof.lab.network.EnforcementMode;

/** The examples of the repository, and labs in which they run. */
final class Examples {

    private static final Pattern ROW = Pattern
            .compile("\\| `([a-z-]+)` \\| (violated|inconclusive) \\| `([a-z-]+)` \\|.*");

    private Examples() {}

    static Path example(String name) {
        return Path.of(System.getProperty("netproof.home", ".."), "matrices", name);
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    static LabSession lab(String example, EnforcementMode mode)
            throws ManifestException, LabNotReadyException, InterruptedException {
        return lab(example, LabOptions.defaults().withMode(mode));
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    static LabSession lab(String example, LabOptions options)
            throws ManifestException, LabNotReadyException, InterruptedException {
        try {
            return LabSession.start(options,
                    List.of(example(example).resolve("manifests")),
                    new Terminal(new PrintWriter(Writer.nullWriter()), false));
        } catch (IOException e) {
            return abort(e.toString());
        }
    }

    /** What the example's README says will be found: edge to {@code verdict finding}. */
    static Map<String, String> promised(String example) throws IOException {
        Map<String, String> promised = new TreeMap<>();
        for (String line : Files.readAllLines(example(example).resolve("README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                promised.put(row.group(1), row.group(2) + " " + row.group(3));
            }
        }
        return promised;
    }
}
