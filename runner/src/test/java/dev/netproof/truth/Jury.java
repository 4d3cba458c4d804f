package dev.netproof.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import dev.netproof.run.MatrixBusyException;
import dev.netproof.run.UnenforcedException;
import dev.netproof.truth.Trouble.Kind;
import dev.netproof.truth.Truth.Cause;

/** Compares what a run said with what was true, and complains of each sentence that was not. */
final class Jury {

    private final Schedule schedule;
    private final Ran run;
    private final List<String> complaints = new ArrayList<>();

    Jury(Schedule schedule, Ran run) {
        this.schedule = schedule;
        this.run = run;
    }

    /** What is wrong, a sentence each. */
    List<String> complaints() {
        if (run.thrown() instanceof Turns.EndlessError endless) {
            return List.of(run.id() + ": " + endless.getMessage());
        }
        if (!run.wasKilled()) {
            accounts();
            leftovers();
        }
        RunHeader header = run.evidence().header();
        if (header != null) {
            canary(header.canary());
        }
        run.evidence().edges().forEach(this::edge);
        return complaints;
    }

    private void complain(String sentence) {
        complaints.add(run.id() + ": " + sentence);
    }

    private void accounts() {
        Throwable thrown = run.thrown();
        List<String> ids = run.evidence().edges().stream().map(EdgeEvidence::id).toList();
        boolean launched = run.fields().stream().anyMatch(field -> !field.id().endsWith("-canary"));
        if ((thrown == null || launched) && !ids.equals(List.copyOf(schedule.edges().keySet()))) {
            complain("of " + schedule.edges().keySet() + " its evidence is about " + ids + ", after " + thrown);
        }
        if ((thrown == null || launched) && run.evidence().footer() == null) {
            complain("its evidence has no end, after " + thrown);
        }
        if (thrown instanceof MatrixBusyException && !run.busy()) {
            complain("nobody held the matrix, and it said: " + thrown.getMessage());
        }
        if ((thrown instanceof IllegalStateException && !(thrown instanceof CancellationException))
                || thrown instanceof NullPointerException
                || thrown instanceof IllegalArgumentException || thrown instanceof Error) {
            complain("it failed with " + thrown);
        }
    }

    private void leftovers() {
        String words = run.words();
        for (String left : run.left()) {
            if (!words.contains(left.equals("lease") ? "a lease stays until it ends" : left)) {
                complain("it left " + left + " and did not say so");
            }
        }
        run.fields().stream().filter(field -> !field.isClosed())
                .forEach(field -> complain("the field of " + field.id() + " was never closed"));
    }

    private void canary(Canary said) {
        Engine engine = schedule.engine();
        if (enforced(said.ingress()) && !engine.ingress()) {
            complain("the canary says " + said.detail() + ", and nothing enforces ingress here");
        }
        if (enforced(said.egress()) && !engine.egress()) {
            complain("the canary says " + said.detail() + ", and nothing enforces egress here");
        }
        if (said.detail().startsWith("a default deny of the whole cluster") && !engine.closed()) {
            complain("the canary says " + said.detail() + ", and there is none");
        }
        boolean slow = Math.max(Math.max(engine.delay(), engine.release()), engine.leak()) > Span.seconds(1);
        if (isOver() && engine.ingress() && engine.egress() && !slow && !isDisturbed()
                && !said.enforced()) {
            complain("nothing disturbed the canary, policies are enforced, and it says " + said.detail());
        }
    }

    /** Whether it came to its end; that enforcement was not seen is thrown there. */
    private boolean isOver() {
        return run.thrown() == null || run.thrown() instanceof UnenforcedException;
    }

    private static boolean enforced(Canary.Enforcement direction) {
        return direction == Canary.Enforcement.DROPPED || direction == Canary.Enforcement.REJECTED;
    }

    private boolean isDisturbed() {
        return schedule.troubles().stream().anyMatch(trouble -> (trouble.kind() == Kind.REFUSED
                || trouble.who().startsWith("canary-")) && trouble.when().from() <= run.ended()
                && trouble.when().to() >= run.began());
    }

    private void edge(EdgeEvidence edge) {
        if (edge.elapsed().isNegative() || edge.elapsed().toNanos() > run.ended() - run.began()) {
            complain(edge.id() + " is said to have taken " + edge.elapsed());
        }
        boolean denied = edge.expected() == Expectation.DENY;
        switch (edge.verdict().result()) {
            case CONFORMS -> {
                if (denied) {
                    last(edge).forEach((listener, attempt) -> denial(edge, attempt));
                } else {
                    last(edge).forEach((listener, attempt) -> answer(edge, attempt));
                }
                settled(edge);
            }
            case VIOLATED -> violated(edge, denied);
            case INCONCLUSIVE -> {
                // Never wrong; whether it was needed is for the tests of what decides it.
            }
        }
    }

    private static Map<Listener, Attempt> last(EdgeEvidence edge) {
        Map<Listener, Attempt> last = new LinkedHashMap<>();
        edge.attempts().forEach(attempt -> last.put(attempt.endpoint().listener(), attempt));
        return last;
    }

    private Truth truth(Attempt attempt) {
        Field field = run.fields().stream().filter(one -> !one.id().endsWith("-canary")).findFirst().orElseThrow();
        return Objects.requireNonNull(
                field.truth(attempt.round(), attempt.source().name(), attempt.endpoint().listener()));
    }

    private static boolean says(EdgeEvidence edge, FindingId id, Attempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        return edge.verdict().findings().stream()
                .anyMatch(finding -> finding.id() == id && finding.weight() == Finding.Weight.REMARK
                        && switch (finding.facts()) {
                            case FindingFacts.Changed changed -> changed.endpoint().equals(endpoint);
                            case FindingFacts.Uncontrolled uncontrolled -> uncontrolled.endpoint().equals(endpoint);
                            case FindingFacts.NoEndpoint none -> none.service().equals(endpoint);
                            case FindingFacts.Idle idle -> idle.endpoint().equals(endpoint);
                            default -> false;
                        });
    }

    /** Of an edge that is green because this was closed. */
    private void denial(EdgeEvidence edge, Attempt attempt) {
        // A service's own address goes by its pods; what is said not to be judged, or not to be proven, is no claim.
        if (attempt.endpoint().kind() == Endpoint.Kind.SERVICE || says(edge, FindingId.TARGET_CHANGED, attempt)
                || says(edge, FindingId.UNCONTROLLED_DENY, attempt)) {
            return;
        }
        Truth truth = truth(attempt);
        String what = edge.id() + " conforms, denied at " + attempt.endpoint().tuple() + " in round " + attempt.round();
        if (truth.passes() && !isBacked(edge, attempt)) {
            complain(what + ", where the policies let it pass: " + truth);
        } else if (!Objects.equals(truth.receiver(), attempt.endpoint().podUid())) {
            complain(what + ", where it was not this pod that was tried: " + truth);
        } else if (truth.cause() == Cause.SOURCE && !isBacked(edge, attempt)) {
            complain(what + ", where its source had no network: " + truth);
        } else if (!truth.listening() && !isBacked(edge, attempt)) {
            complain(what + ", where its target did not listen: " + truth);
        }
    }

    /**
     * Whether some attempt there was really denied; or else each was lost, but not in one outage: nobody can rule out that there
     * were two by chance.
     */
    private boolean isBacked(EdgeEvidence edge, Attempt attempt) {
        List<Truth> truths = edge.attempts().stream()
                .filter(one -> one.endpoint().listener().equals(attempt.endpoint().listener()))
                .map(this::truth).toList();
        String source = edge.id().substring(0, edge.id().indexOf('>'));
        List<Trouble> outages = schedule.troubles().stream()
                .filter(trouble -> trouble.isOutage() && (trouble.who().equals(source)
                        || ("uid-" + trouble.who()).equals(attempt.endpoint().podUid())))
                .toList();
        return truths.stream().anyMatch(Truth::isDenial)
                || (truths.stream().allMatch(truth -> outages.stream().anyMatch(one -> one.when().has(truth.at())))
                        && outages.stream().noneMatch(
                                one -> truths.stream().allMatch(truth -> one.when().has(truth.at()))));
    }

    private void answer(EdgeEvidence edge, Attempt attempt) {
        if (!(attempt.observation() instanceof Observation.Connected)
                || says(edge, FindingId.TARGET_CHANGED, attempt)) {
            return;
        }
        Truth truth = truth(attempt);
        if (truth.cause() != Cause.ANSWERED) {
            complain(edge.id() + " conforms, answered at " + attempt.endpoint().tuple() + " in round "
                    + attempt.round() + ", where nobody answered: " + truth);
        }
    }

    /** What is green was tried after the last change of a policy that the run could see. */
    private void settled(EdgeEvidence edge) {
        if (run.looks().size() < 3) {
            return;
        }
        long before = run.looks().get(1);
        long after = run.looks().get(run.looks().size() - 1);
        long changed = schedule.rules().values().stream().flatMap(rule -> rule.changes().stream())
                .mapToLong(Rule.Change::written).filter(written -> written > before && written <= after).max()
                .orElse(Long.MIN_VALUE);
        last(edge).values().stream()
                .filter(attempt -> !says(edge, FindingId.TARGET_CHANGED, attempt) && truth(attempt).at() < changed)
                .forEach(attempt -> complain(edge.id() + " conforms, and " + attempt.endpoint().tuple()
                        + " was not tried again after a policy changed at " + Span.word(changed)));
    }

    private void violated(EdgeEvidence edge, boolean denied) {
        boolean contradicted = denied
                ? edge.attempts().stream().map(this::truth).anyMatch(truth -> truth.cause() == Cause.ANSWERED)
                : last(edge).values().stream().filter(attempt -> !says(edge, FindingId.TARGET_CHANGED, attempt))
                        .map(this::truth).anyMatch(truth -> switch (truth.cause()) {
                            case POLICY, SOURCE, TARGET, NO_ENDPOINT -> true;
                            case ANSWERED, NOBODY, PROXY -> false;
                        });
        if (!contradicted) {
            complain(edge.id() + " is violated, and nothing contradicts the matrix: " + edge.verdict().summary() + " "
                    + edge.verdict().findings().stream().map(Wording.ENGLISH::message).toList() + " "
                    + edge.attempts().stream().map(this::truth).toList());
        }
    }
}
