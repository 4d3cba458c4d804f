package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.ResultsUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code allure-results/}: a test per edge, a step per control and attempt, what the tools printed as attachments.
 *
 * <p>A violated edge failed, an inconclusive one is broken; skipped is for edges in monitor mode alone. The same
 * evidence gives the same files; an edge keeps its history by its matrix and id, whatever else of it changes.
 */
final class AllureResults implements EvidenceSink {
    private static final int MOST_WORDS = 1_000;
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final AllureFiles files;
    private final AllureSteps steps;
    private final AllureTest test;
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    AllureResults(OutputFolder folder, Wording wording) {
        files = new AllureFiles(folder);
        steps = new AllureSteps(files, wording);
        test = new AllureTest(wording);
    }

    @Override
    public void begin(RunHeader begun) throws IOException {
        header = begun;
        files.write("environment.properties", AllureSurroundings.environment(begun).getBytes(UTF_8));
        files.write("executor.json", JSON.writeValueAsBytes(AllureSurroundings.executor(begun)));
        files.write("categories.json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(AllureSurroundings.categories()));
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        RunHeader run = begun();
        String uuid = uuid(run.runId(), edge.matrix(), edge.id());
        files.write(test.of(run, edge, uuid).setSteps(steps.of(edge, uuid)), edge.startedAt().toEpochMilli(),
                edge.startedAt().plus(edge.elapsed()).toEpochMilli());
    }

    @Override
    public void end(RunFooter ended) {
        footer = ended;
    }

    @Override
    public void close() throws IOException {
        String missing = Completeness.missing(footer);
        if (header == null || missing.isEmpty()) {
            return;
        }
        String key = FileName.hash(Completeness.NAME);
        long at = header.startedAt().toEpochMilli();
        files.write(new TestResult()
                .setUuid(uuid(header.runId(), Completeness.NAME))
                .setHistoryId(key)
                .setTestCaseId(key)
                .setFullName(Completeness.NAME)
                .setName(Completeness.NAME)
                .setLabels(List.of(ResultsUtils.createParentSuiteLabel(line(header.cluster().context()))))
                .setStatus(Status.BROKEN)
                .setStatusDetails(new StatusDetails().setMessage("incomplete: " + line(missing))), at, at);
    }

    private RunHeader begun() {
        if (header == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return header;
    }

    private static String uuid(String... names) {
        return UUID.nameUUIDFromBytes(FileName.hash(names).getBytes(UTF_8)).toString();
    }

    private static String line(String text) {
        return Legible.line(text, MOST_WORDS);
    }
}
