package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.cli.Readme.Found;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.lab.Lab;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example below {@code matrices/} and every broken twin does what its README says: the command it shows ends with the
 * exit code it names, and what it finds is what its table lists, on those edges and on no other.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesTests {

    private static final Path HOME = Path.of(System.getProperty("netproof.home", ".."));
    private static final Path MATRICES = HOME.resolve("matrices");

    /** The demo and its twin, which have their own tests. */
    private static final Set<String> DEMO = Set.of("payments", "payments-broken");

    @TempDir
    Path out;

    /** Skips the tests, visibly, on a machine that has no namespaces to give. */
    @BeforeAll
    static void requireNamespaces() {
        try {
            Lab.start(LabOptions.defaults()).close();
        } catch (IOException impossible) {
            abort(impossible.toString());
        }
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(MATRICES)) {
            return files.filter(file -> file.endsWith("matrix.yaml"))
                    .map(Path::getParent)
                    .filter(folder -> !DEMO.contains(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    static Stream<Arguments> examplesAndModes() throws IOException {
        return examples().stream()
                .flatMap(folder -> Stream.of(EnforcementMode.DROP, EnforcementMode.REJECT)
                        .map(mode -> Arguments.of(MATRICES.relativize(folder).toString(), mode)));
    }

    @ParameterizedTest(name = "{0} under an engine in mode {1}")
    @MethodSource("examplesAndModes")
    void doesWhatItsReadmeSays(String example, EnforcementMode mode) throws IOException {
        Readme promised = Readme.of(MATRICES.resolve(example));
        List<String> command = inHome(promised.command());
        command.addAll(List.of("--mode", mode.name(), "--out", out.toString()));
        StringWriter told = new StringWriter();

        int exitCode = Netproof.commandLine()
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(told))
                .execute(command.toArray(String[]::new));

        assertThat(found(promised, told.toString())).as(told.toString()).isEqualTo(promised.findings());
        assertThat(exitCode).as(told.toString()).isEqualTo(promised.exitCode());
    }

    @Test
    void eachIsListedInTheIndex() throws IOException {
        String index = Files.readString(MATRICES.resolve("README.md"));

        assertThat(examples()).isNotEmpty()
                .allSatisfy(example -> assertThat(index).contains("](" + MATRICES.relativize(example) + ")"));
    }

    /** The words of a command line after the program, with paths as seen from here. */
    private static List<String> inHome(String command) {
        return Arrays.stream(command.split(" ", -1))
                .skip(1)
                .map(word -> word.startsWith("matrices/") ? HOME.resolve(word).toString() : word)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Edges that are not as expected, or that there is something to say about. */
    private Map<String, Found> found(Readme promised, String told) throws IOException {
        Map<String, Found> found = new TreeMap<>();
        if (!Files.exists(out.resolve("evidence.json"))) {
            promised.findings().forEach((edge, mistake) -> {
                assertThat(mistake.verdict()).as(told).isEqualTo(Readme.MISTAKE);
                assertThat(told).contains("edge " + edge + ": ").contains(mistake.findings());
                found.put(edge, mistake);
            });
            return found;
        }
        for (EdgeEvidence edge : evidence()) {
            Set<String> findings = edge.verdict()
                    .findings()
                    .stream()
                    .map(Finding::id)
                    // Says how busy the machine was.
                    .filter(id -> id != FindingId.LATE)
                    .map(FindingId::id)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (edge.verdict().result() != Result.CONFORMS || !findings.isEmpty()) {
                found.put(edge.id(),
                        new Found(edge.verdict().result().name().toLowerCase(Locale.ROOT), findings));
            }
        }
        return found;
    }

    private List<EdgeEvidence> evidence() throws IOException {
        List<EdgeEvidence> edges = new ArrayList<>();
        try (InputStream in = Files.newInputStream(out.resolve("evidence.json"))) {
            EvidenceJson.read(in, new EvidenceSink() {
                @Override
                public void begin(RunHeader header) {
                    // The edges are what is looked at.
                }

                @Override
                public void edge(EdgeEvidence edge) {
                    edges.add(edge);
                }

                @Override
                public void end(RunFooter footer) {
                    // The edges are what is looked at.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            });
        }
        return edges;
    }
}
