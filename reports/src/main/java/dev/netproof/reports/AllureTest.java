package dev.netproof.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.util.ResultsUtils;
import org.jspecify.annotations.Nullable;

/** An edge as a test: what it is called, where it is listed and how it ended. */
final class AllureTest {
    private static final int MOST_WORDS = 1_000;

    private final Wording wording;

    AllureTest(Wording wording) {
        this.wording = wording;
    }

    /** The test without its steps. An edge keeps its history by its matrix and id, whatever else of it changes. */
    TestResult of(RunHeader run, EdgeEvidence edge, String uuid) {
        String key = FileName.hash(edge.matrix(), edge.id());
        return new TestResult()
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
                .setStatus(status(edge))
                .setStatusDetails(details(edge));
    }

    static Status status(EdgeEvidence edge) {
        return switch (edge.verdict().result()) {
            case CONFORMS -> Status.PASSED;
            case VIOLATED -> edge.enforced() ? Status.FAILED : Status.SKIPPED;
            case INCONCLUSIVE -> edge.enforced() ? Status.BROKEN : Status.SKIPPED;
        };
    }

    private StatusDetails details(EdgeEvidence edge) {
        boolean watched = !edge.enforced() && Story.deciding(edge).isPresent();
        return new StatusDetails()
                .setMessage((watched ? "monitor: " : "") + line(Story.headline(edge, wording)))
                .setTrace(Story.of(edge, wording))
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
    private List<Parameter> parameters(EdgeEvidence edge) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("source", edge.source().peer() + ", " + wording.source(edge.source()));
        values.put("target", edge.target().peer() + ", " + wording.target(edge.target()));
        values.put("port", edge.port());
        values.put("expected", Story.word(edge.expected()));
        values.put("probe", Story.word(edge.probe()));
        values.put("mode", Story.word(edge.mode()));
        values.put("matrix", edge.position().toString());
        values.put("ticket", edge.governance().ticket());
        values.put("approver", edge.governance().approver());
        values.put("expires", edge.governance().expires() == null ? null : edge.governance().expires().toString());
        return parameters(values);
    }

    static List<Parameter> parameters(Map<String, @Nullable String> values) {
        List<Parameter> parameters = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null) {
                parameters.add(new Parameter().setName(name).setValue(line(value)).setExcluded(true));
            }
        });
        return parameters;
    }

    private static String line(String text) {
        return Legible.line(text, MOST_WORDS);
    }
}
