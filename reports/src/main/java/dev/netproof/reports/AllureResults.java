package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Text;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
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
    private static final String FOLDER = "allure-results/";
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_ATTEMPTS = 50;
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final OutputFolder folder;
    private final AllureLifecycle lifecycle;
    private @Nullable RunHeader header;
    private @Nullable RunFooter footer;

    AllureResults(OutputFolder folder) {
        this.folder = folder;
        lifecycle = new AllureLifecycle(new FileSystemResultsWriter(folder.resolve(FOLDER)));
    }

    @Override
    public void begin(RunHeader begun) throws IOException {
        header = begun;
        write("environment.properties", environment(begun).getBytes(UTF_8));
        write("executor.json", JSON.writeValueAsBytes(executor(begun)));
        write("categories.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(categories()));
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        RunHeader run = begun();
        String uuid = uuid(run.runId(), edge.matrix(), edge.id());
        long start = edge.startedAt().toEpochMilli();
        long stop = edge.startedAt().plus(edge.elapsed()).toEpochMilli();
        String key = FileName.hash(edge.matrix(), edge.id());
        List<StepResult> steps = new ArrayList<>();
        edge.controls().forEach(control -> steps.add(step(control, start)));
        List<Attempt> attempts = edge.attempts();
        for (int i = 0; i < Math.min(attempts.size(), MOST_ATTEMPTS); i++) {
            steps.add(step(edge, attempts.get(i), i + 1, uuid));
        }
        if (attempts.size() > MOST_ATTEMPTS) {
            steps.add(new StepResult()
                    .setName("… and " + (attempts.size() - MOST_ATTEMPTS) + " more attempts, in the evidence")
                    .setStage(Stage.FINISHED).setStart(stop).setStop(stop));
        }
        steps.add(verdict(edge, stop));
        TestResult result = new TestResult()
                .setUuid(uuid)
                .setHistoryId(key)
                .setTestCaseId(key)
                .setFullName(line(edge.matrix() + "/" + edge.id()))
                .setName(line(Story.name(edge)))
                .setTitlePath(List.of(line(run.cluster().context()), line(edge.matrix()), line(edge.source().peer())))
                .setDescription(description(edge))
                .setLabels(labels(run, edge))
                .setLinks(link(edge.governance()).stream().toList())
                .setParameters(parameters(edge))
                .setSteps(steps)
                .setStatus(status(edge))
                .setStatusDetails(details(edge));
        write(result, start, stop);
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
        write(new TestResult()
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

    /** The lifecycle stamps its own clock on what it starts and stops; evidence knows when it really was. */
    private void write(TestResult result, long start, long stop) throws IOException {
        String uuid = result.getUuid();
        folder.claim(FOLDER + uuid + "-result.json");
        try {
            lifecycle.scheduleTestCase(result);
            lifecycle.updateTestCase(uuid,
                    test -> test.setStage(Stage.FINISHED).setStart(start).setStop(stop));
            lifecycle.writeTestCase(uuid);
        } catch (AllureResultsWriteException e) {
            throw new IOException("the result of " + result.getFullName() + " could not be written", e);
        }
    }

    private void write(String file, byte[] content) throws IOException {
        try (OutputStream out = folder.create(FOLDER + file)) {
            out.write(content);
        }
    }

    private static Status status(EdgeEvidence edge) {
        return switch (edge.verdict().result()) {
            case CONFORMS -> Status.PASSED;
            case VIOLATED -> edge.enforced() ? Status.FAILED : Status.SKIPPED;
            case INCONCLUSIVE -> edge.enforced() ? Status.BROKEN : Status.SKIPPED;
        };
    }

    private static StatusDetails details(EdgeEvidence edge) {
        boolean watched = !edge.enforced() && Story.deciding(edge).isPresent();
        return new StatusDetails()
                .setMessage((watched ? "monitor: " : "") + line(Story.headline(edge)))
                .setTrace(Story.of(edge))
                .setExpected(line(Story.expectation(edge)))
                .setActual(line(edge.verdict().summary()));
    }

    private static String description(EdgeEvidence edge) {
        String because = edge.governance().because();
        return Markdown.escaped(Story.expectation(edge) + (because == null ? "." : ", because " + because));
    }

    private static List<Label> labels(RunHeader run, EdgeEvidence edge) {
        List<Label> labels = new ArrayList<>();
        label(labels, ResultsUtils.PARENT_SUITE_LABEL_NAME, run.cluster().context());
        label(labels, ResultsUtils.SUITE_LABEL_NAME, edge.matrix());
        label(labels, ResultsUtils.SUB_SUITE_LABEL_NAME, edge.source().peer());
        label(labels, ResultsUtils.PACKAGE_LABEL_NAME, edge.matrix() + "." + edge.source().peer());
        label(labels, ResultsUtils.EPIC_LABEL_NAME, edge.matrix());
        label(labels, ResultsUtils.FEATURE_LABEL_NAME, edge.target().peer());
        label(labels, ResultsUtils.STORY_LABEL_NAME, Story.expectation(edge));
        label(labels, ResultsUtils.SEVERITY_LABEL_NAME, Story.word(edge.severity()));
        label(labels, ResultsUtils.OWNER_LABEL_NAME, edge.governance().owner());
        label(labels, ResultsUtils.FRAMEWORK_LABEL_NAME, "netproof");
        edge.attempts().stream().findFirst().ifPresent(attempt -> {
            label(labels, ResultsUtils.HOST_LABEL_NAME, attempt.source().node());
            label(labels, ResultsUtils.THREAD_LABEL_NAME, attempt.source().namespace() + "/" + attempt.source().name());
        });
        edge.tags().forEach(tag -> label(labels, ResultsUtils.TAG_LABEL_NAME, tag));
        if (!edge.enforced()) {
            label(labels, ResultsUtils.TAG_LABEL_NAME, "monitor");
        }
        return labels;
    }

    private static void label(List<Label> labels, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            labels.add(ResultsUtils.createLabel(name, line(value)));
        }
    }

    private static Optional<Link> link(Governance governance) {
        return Optional.ofNullable(governance.ticket())
                .flatMap(Ticket::onTheWeb)
                .map(ticket -> new Link().setType("issue").setUrl(ticket.address().toASCIIString())
                        .setName(line(ticket.name())));
    }

    /** None of them is part of the history's key: an edge that is rewritten is the same edge. */
    private static List<Parameter> parameters(EdgeEvidence edge) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("source", edge.source().peer() + ", " + edge.source().description());
        values.put("target", edge.target().peer() + ", " + edge.target().description());
        values.put("port", edge.port());
        values.put("expected", Story.word(edge.expected()));
        values.put("probe", Story.word(edge.probe()));
        values.put("mode", Story.word(edge.mode()));
        values.put("matrix", edge.position().toString());
        values.put("ticket", edge.governance().ticket());
        values.put("expires", edge.governance().expires() == null ? null : edge.governance().expires().toString());
        return parameters(values);
    }

    private static List<Parameter> parameters(Map<String, @Nullable String> values) {
        List<Parameter> parameters = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null) {
                parameters.add(new Parameter().setName(name).setValue(line(value)).setExcluded(true));
            }
        });
        return parameters;
    }

    private static StepResult step(Control control, long at) {
        return new StepResult()
                .setName("control: " + line(Story.control(control)))
                .setStatus(control.proved() ? Status.PASSED : Status.BROKEN)
                .setStatusDetails(new StatusDetails().setMessage(line(control.detail())))
                .setStage(Stage.FINISHED)
                .setParameters(parameters(Map.of("detail", control.detail())))
                .setStart(at)
                .setStop(at);
    }

    private StepResult step(EdgeEvidence edge, Attempt attempt, int number, String uuid) throws IOException {
        RawRecord raw = attempt.raw();
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("round", Integer.toString(attempt.round()));
        facts.put("from", attempt.source().namespace() + "/" + attempt.source().name());
        facts.put("from address", attempt.source().address());
        facts.put("from node", attempt.source().node());
        facts.put("to", attempt.endpoint().name());
        facts.put("to address", attempt.endpoint().tuple());
        facts.put("to node", attempt.endpoint().node());
        facts.put("tool", raw.tool());
        facts.put("result", Story.exit(raw));
        facts.put("outcome", Story.word(attempt.observation().outcome()));
        String met = line(Story.met(attempt.observation()));
        Status status = Story.asExpected(edge, attempt)
                .map(expected -> expected ? Status.PASSED : Status.FAILED).orElse(Status.BROKEN);
        long start = raw.startedAt().toEpochMilli();
        long stop = raw.startedAt().plus(raw.elapsed()).toEpochMilli();
        return new StepResult()
                .setName("attempt " + number + ": " + line(attempt.endpoint().tuple() + " " + met))
                .setStatus(status)
                .setStatusDetails(new StatusDetails().setMessage(met))
                .setStage(Stage.FINISHED)
                .setParameters(parameters(facts))
                .setSteps(List.of(new StepResult()
                        .setName("came as far as " + Story.word(attempt.observation().stage()))
                        .setStatus(status).setStage(Stage.FINISHED).setStart(start).setStop(stop)))
                .setAttachments(attachments(raw, uuid + "-" + number))
                .setStart(start)
                .setStop(stop);
    }

    private List<Attachment> attachments(RawRecord raw, String name) throws IOException {
        List<Attachment> attachments = new ArrayList<>();
        if (!raw.command().isEmpty()) {
            attachments.add(attachment("command", "text/plain", name + "-command.txt", Story.command(raw)));
        }
        if (!raw.stdout().isEmpty()) {
            attachments.add(attachment("stdout", "text/plain", name + "-stdout.txt", raw.stdout()));
        }
        if (!raw.stderr().isEmpty()) {
            attachments.add(attachment("stderr", "text/plain", name + "-stderr.txt", raw.stderr()));
        }
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("startedAt", raw.startedAt().toString());
        timings.put("endedAt", raw.startedAt().plus(raw.elapsed()).toString());
        timings.put("elapsedMillis", raw.elapsed().toNanos() / 1_000_000.0);
        attachments.add(attachment("timings", "application/json", name + "-timings.json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(timings)));
        return attachments;
    }

    private Attachment attachment(String name, String type, String file, String content) throws IOException {
        // The generator takes a file for an attachment by this part of its name.
        String source = file.replaceFirst("-([a-z]+\\.[a-z]+)$", "-attachment-$1");
        byte[] bytes = Text.wellFormed(content).getBytes(UTF_8);
        folder.claim(FOLDER + source);
        try {
            lifecycle.writeAttachment(source, new ByteArrayInputStream(bytes));
        } catch (AllureResultsWriteException e) {
            throw new IOException("attachment " + source + " could not be written", e);
        }
        return new Attachment().setName(name).setType(type).setSource(source).setSize((long) bytes.length);
    }

    private static StepResult verdict(EdgeEvidence edge, long at) {
        List<StepResult> findings = edge.verdict().findings().stream()
                .map(finding -> new StepResult()
                        .setName(line(finding.id().id() + ": " + finding.message()))
                        .setStatus(status(finding))
                        .setStage(Stage.FINISHED)
                        .setParameters(finding.advice().isBlank()
                                ? List.of()
                                : parameters(Map.of("next", finding.advice())))
                        .setStart(at)
                        .setStop(at))
                .toList();
        return new StepResult()
                .setName("verdict: " + Story.word(edge.verdict().result()) + ", " + line(edge.verdict().summary()))
                .setStatus(status(edge))
                .setStage(Stage.FINISHED)
                .setSteps(findings)
                .setStart(at)
                .setStop(at);
    }

    private static Status status(Finding finding) {
        return switch (finding.weight()) {
            case VIOLATION -> Status.FAILED;
            case INCONCLUSIVE -> Status.BROKEN;
            case REMARK -> Status.PASSED;
        };
    }

    /** What Allure calls a build: its trends are in the order of these. */
    private static Map<String, Object> executor(RunHeader run) {
        Map<String, Object> executor = new LinkedHashMap<>();
        executor.put("name", "Netproof " + run.version());
        executor.put("type", "netproof");
        executor.put("buildName", line(run.runId()));
        executor.put("reportName", line(run.runId()));
        executor.put("buildOrder", run.startedAt().toEpochMilli());
        return executor;
    }

    private static List<Map<String, Object>> categories() {
        List<Map<String, Object>> categories = new ArrayList<>();
        for (FindingId finding : FindingId.values()) {
            categories.add(category(Findings.title(finding), finding.id()));
        }
        categories.add(category("The run did not come to its end", "incomplete"));
        return categories;
    }

    private static Map<String, Object> category(String name, String id) {
        Map<String, Object> category = new LinkedHashMap<>();
        category.put("name", name);
        category.put("messageRegex", "(?s)(monitor: )?" + id + ": .*");
        category.put("matchedStatuses", List.of("failed", "broken", "skipped"));
        return category;
    }

    private static String environment(RunHeader run) {
        StringBuilder properties = new StringBuilder();
        RunFacts.of(run).forEach((name, value) -> properties.append(name).append('=').append(property(value))
                .append('\n'));
        return properties.toString();
    }

    /** As {@link java.util.Properties} reads it, without the date it would write. */
    private static String property(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : line(value).toCharArray()) {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c < 0x7F) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }

    private static String uuid(String... names) {
        return UUID.nameUUIDFromBytes(FileName.hash(names).getBytes(UTF_8)).toString();
    }

    private static String line(String text) {
        return Legible.line(text, MOST_WORDS);
    }
}
