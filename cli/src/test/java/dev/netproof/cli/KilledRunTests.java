package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.lab.LabOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A run in a process of its own that is killed in its midst, against a lab in this one: what it judged until then can be read. Two
 * thousand edges are judged at once; those of the second matrix lead where nobody listens, which takes a minute to be believed.
 */
class KilledRunTests {

    private static final String SCENE = """
                                        apiVersion: v1
                                        kind: Namespace
                                        metadata: {name: shop}
                                        ---
                                        apiVersion: v1
                                        kind: Pod
                                        metadata: {name: payer, namespace: shop, labels: {app: payer}}
                                        spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
                                        ---
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: payer, namespace: shop}
                                        spec: {selector: {app: payer}, ports: [{name: a, port: 9999}]}
                                        """;
    private static final int SLICE = 2000;
    private static final int PORTS = 8;

    @TempDir
    private Path folder;

    @Test
    void leavesWhatItJudged() throws Exception {
        Path many = Files.writeString(folder.resolve("many.yaml"), many());
        Path endless = Files.writeString(folder.resolve("endless.yaml"),
                """
                apiVersion: netproof.dev/v1beta1
                kind: ConnectivityMatrix
                metadata: {name: endless}
                spec:
                  defaults: {timeout: 1s, convergence: 300s}
                  peers:
                    checkout: {namespace: shop, labels: {app: checkout}}
                    payer: {namespace: shop, service: payer}
                  edges: [{id: dead, from: checkout, to: payer, port: 9999, expect: allow}]
                """);
        Path out = folder.resolve("out");
        Path part = out.resolve("evidence.json.part");
        try (LabSession lab = lab();
                Child child = Child.start("run", many.toString(), endless.toString(), "--kubeconfig",
                        lab.lab().kubeconfig().toString(), "--out", out.toString())) {
            await().alias(child.said()).atMost(Duration.ofMinutes(3)).until(() -> edges(part) == SLICE);
            child.kill();
        }

        assertThat(out.resolve("evidence.json")).as("it is not whole").doesNotExist();
        assertTold("report", 3, out, "--out", folder.resolve("again"));
        assertTold("verify", 1, out);
        assertThat(folder.resolve("again/summary.md")).content().contains("Not complete.",
                "| judged | " + SLICE + " |");
        assertThat(folder.resolve("again/junit/TEST-endless.xml")).content().contains("the run came to its end",
                "errors=\"1\"");
        assertThat(edges(part)).as("what is read stays").isEqualTo(SLICE);
    }

    /** Says that it is cut, how much of it is whole, and ends as it must. */
    private static void assertTold(String command, int exit, Object... arguments) {
        StringWriter said = new StringWriter();
        CommandLine netproof = Netproof.commandLine();
        netproof.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));

        assertThat(netproof.execute(Stream.concat(Stream.of(command), Stream.of(arguments)).map(Object::toString)
                .toArray(String[]::new))).as(said::toString).isEqualTo(exit);
        assertThat(said.toString()).contains("evidence.json.part: ", "the evidence is cut off: " + SLICE
                + " edges are whole, of " + (SLICE + 1) + " in the matrices of the run.").doesNotContain("\tat ");
    }

    private static long edges(Path part) {
        if (!Files.exists(part)) {
            return 0;
        }
        Matcher edge = Pattern.compile("^,?\\{\"matrix\":", Pattern.MULTILINE).matcher("");
        try (Stream<String> lines = Files.lines(part)) {
            return lines.filter(line -> edge.reset(line).find()).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To addresses that nobody can reach from the lab. */
    private static String many() {
        StringBuilder yaml = new StringBuilder("""
                                               apiVersion: netproof.dev/v1beta1
                                               kind: ConnectivityMatrix
                                               metadata: {name: many}
                                               spec:
                                                 defaults: {timeout: 1s, convergence: 1s}
                                                 peers:
                                                   checkout: {namespace: shop, labels: {app: checkout}}
                                               """);
        int peers = SLICE / PORTS;
        for (int peer = 1; peer <= peers; peer++) {
            yaml.append("    far-").append(peer).append(": {address: 198.51.100.").append(peer).append("}\n");
        }
        yaml.append("  edges:\n");
        List<Integer> ports = Stream.iterate(1, port -> port + 1).limit(PORTS).toList();
        for (int peer = 1; peer <= peers; peer++) {
            yaml.append("    - {id: far-").append(peer).append(", from: checkout, to: far-").append(peer)
                    .append(", port: ").append(ports).append(", probe: http, expect: deny, control: none}\n");
        }
        return yaml.toString();
    }

    /** Skips the test, visibly, on a machine that has no namespaces to give. */
    private LabSession lab() throws Exception {
        Path scene = Files.writeString(folder.resolve("scene.yaml"), SCENE);
        try {
            return LabSession.start(LabOptions.defaults(), List.of(scene),
                    new Terminal(new PrintWriter(new StringWriter()), false));
        } catch (IOException e) {
            return abort(e.toString());
        }
    }
}
