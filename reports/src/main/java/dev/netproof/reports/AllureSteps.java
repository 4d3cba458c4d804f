package dev.netproof.reports;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.StageTimes;
import dev.netproof.evidence.text.Wording;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import org.jspecify.annotations.Nullable;

/** The steps of a test: its controls, its attempts and the verdict. */
final class AllureSteps {
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_ATTEMPTS = 50;

    private final AllureFiles files;
    private final Wording wording;

    AllureSteps(AllureFiles files, Wording wording) {
        this.files = files;
        this.wording = wording;
    }

    /** @param uuid of the test, from which those of its attachments follow */
    List<StepResult> of(EdgeEvidence edge, String uuid) throws IOException {
        long start = edge.startedAt().toEpochMilli();
        long stop = edge.startedAt().plus(edge.elapsed()).toEpochMilli();
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
        return steps;
    }

    private StepResult step(Control control, long at) {
        String grounds = wording.grounds(control.grounds());
        return new StepResult()
                .setName("control: " + line(Story.control(control, wording)))
                .setStatus(control.proved() ? Status.PASSED : Status.BROKEN)
                .setStatusDetails(new StatusDetails().setMessage(line(grounds)))
                .setStage(Stage.FINISHED)
                .setParameters(AllureTest.parameters(Map.of("detail", grounds)))
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
        facts.put("to", wording.place(attempt.endpoint().place()));
        facts.put("to address", attempt.endpoint().tuple());
        facts.put("to node", attempt.endpoint().node());
        facts.put("tool", raw.tool());
        facts.put("result", Story.exit(raw));
        facts.put("started at", Story.time(raw.startedAt()));
        facts.put("took", MetricsText.seconds(raw.elapsed()) + " s");
        facts.put("stages", stages(attempt.stages()));
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
                .setParameters(AllureTest.parameters(facts))
                .setSteps(List.of(new StepResult()
                        .setName("came as far as " + Story.word(attempt.observation().stage()))
                        .setStatus(status).setStage(Stage.FINISHED).setStart(start).setStop(stop)))
                .setAttachments(attachments(raw, uuid + "-" + number))
                .setStart(start)
                .setStop(stop);
    }

    /** {@code connect after 0.0004 s, first byte after 0.0007 s}; null when none was measured. */
    private static @Nullable String stages(@Nullable StageTimes stages) {
        if (stages == null) {
            return null;
        }
        List<String> reached = new ArrayList<>();
        stage(reached, "connect", stages.connect());
        stage(reached, "TLS", stages.tls());
        stage(reached, "first byte", stages.firstByte());
        return reached.isEmpty() ? null : String.join(", ", reached);
    }

    private static void stage(List<String> reached, String name, @Nullable Duration after) {
        if (after != null) {
            reached.add(name + " after " + MetricsText.seconds(after) + " s");
        }
    }

    private List<Attachment> attachments(RawRecord raw, String name) throws IOException {
        List<Attachment> attachments = new ArrayList<>();
        if (!raw.command().isEmpty()) {
            attachments.add(files.text("command", name, Story.command(raw)));
        }
        if (!raw.stdout().isEmpty()) {
            attachments.add(files.text("stdout", name, raw.stdout()));
        }
        if (!raw.stderr().isEmpty()) {
            attachments.add(files.text("stderr", name, raw.stderr()));
        }
        return attachments;
    }

    private List<Parameter> next(Finding finding) {
        String advice = wording.advice(finding);
        return advice.isBlank() ? List.of() : AllureTest.parameters(Map.of("next", advice));
    }

    private StepResult verdict(EdgeEvidence edge, long at) {
        List<StepResult> findings = edge.verdict().findings().stream()
                .map(finding -> new StepResult()
                        .setName(line(finding.id().id() + ": " + wording.message(finding)))
                        .setStatus(status(finding))
                        .setStage(Stage.FINISHED)
                        .setParameters(next(finding))
                        .setStart(at)
                        .setStop(at))
                .toList();
        return new StepResult()
                .setName("verdict: " + Story.word(edge.verdict().result()) + ", " + line(edge.verdict().summary()))
                .setStatus(AllureTest.status(edge))
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

    private static String line(String text) {
        return Legible.line(text, MOST_WORDS);
    }
}
