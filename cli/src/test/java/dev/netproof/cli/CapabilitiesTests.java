package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of the docs promises what its commands do: each is run, those for a cluster in the payments example's lab. */
class CapabilitiesTests {

    private static final Path HOME = Path.of(System.getProperty("netproof.home", ".."));
    private static final Pattern CELL = Pattern.compile("\\| `\\./netproof ([^`]+)` \\|$", Pattern.MULTILINE);

    @TempDir
    Path out;

    @Test
    void eachCommandOfTheIndexDoesWhatItIsListedFor() throws Exception {
        List<String> examples = commandsOfExamples();
        List<String> commands = CELL.matcher(Files.readString(HOME.resolve("docs/README.md"))).results()
                .map(cell -> cell.group(1)).toList();
        assertThat(commands).hasSizeGreaterThan(15);
        try (LabSession lab = Examples.lab("payments", EnforcementMode.DROP)) {
            for (String command : commands) {
                if (command.startsWith("lab ")) {
                    // Which ExamplesTests run, in both modes.
                    assertThat(examples).contains("./netproof " + command);
                } else {
                    Told told = Told.by(words(command, lab.lab().kubeconfig()));
                    assertThat(told.exit()).as(command + "\n" + told.all()).isEqualTo(finds(command) ? 1 : 0);
                }
            }
        }
    }

    /** Three mistakes, and a namespace without a default deny. */
    private static boolean finds(String command) {
        return command.equals("demo --broken") || command.startsWith("audit ");
    }

    private static List<String> commandsOfExamples() throws IOException {
        try (Stream<Path> folders = Files.list(HOME.resolve("matrices"))) {
            List<String> commands = new ArrayList<>();
            for (Path readme : folders.map(folder -> folder.resolve("README.md")).filter(Files::exists).toList()) {
                commands.addAll(Files.readAllLines(readme));
            }
            return commands;
        }
    }

    /** With paths as seen from here, in the lab's cluster, and on the evidence of the run before. */
    private String[] words(String command, Path kubeconfig) {
        List<String> words = new ArrayList<>(Arrays.stream(command.split(" ", -1)).map(this::here).toList());
        if (List.of("plan", "run", "clean").contains(words.get(0))) {
            words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        }
        if (words.get(0).equals("run")) {
            words.addAll(List.of("--out", out.toString()));
        } else if (List.of("demo", "report").contains(words.get(0))) {
            words.addAll(List.of("--out", out.resolve("more").toString()));
        }
        return words.toArray(String[]::new);
    }

    private String here(String word) {
        if (word.startsWith("matrices/")) {
            return HOME.resolve(word).toString();
        }
        return switch (word) {
            case "OLD", "NEW", "netproof-out/evidence.json" -> out.resolve("evidence.json").toString();
            case "netproof-out/evidence.zip" -> out.resolve("evidence.zip").toString();
            default -> word;
        };
    }
}
