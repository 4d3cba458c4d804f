package dev.netproof.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.control.Proof;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Stage;
import org.jspecify.annotations.Nullable;

/** What holds of an edge that must not exist: every endpoint stays closed although it listens. */
final class DenyRules {

    private DenyRules() {}

    /** Adds what was found, and returns the line that sums it up. */
    static String judge(JudgementInput trial, List<PathHistory> paths, List<Finding> findings) {
        List<PathHistory> closed = new ArrayList<>();
        int leaks = 0;
        int left = 0;
        for (PathHistory path : paths) {
            Optional<Attempt> open = path.firstOpen();
            if (open.isPresent() && trial.isTaken(path.endpoint())) {
                findings.add(AllowRules.answeredByAnother(trial, path));
                left++;
                continue;
            }
            if (open.isPresent()) {
                Connected connected = (Connected) open.get().observation();
                if (path.leakIsOver(trial.edge().convergence(), paths)) {
                    findings.add(late(path));
                    if (trial.isGone(path.endpoint())) {
                        findings.add(AllowRules.gone(trial, path));
                        left++;
                    } else {
                        closed.add(path);
                    }
                } else if (trial.isMistrusted() && !targetAnswered(connected)) {
                    findings.add(AllowRules.proxied(trial));
                } else {
                    leaks++;
                    findings.add(leak(path, open.get(), trial.declared(path.endpoint())));
                }
                continue;
            }
            if (trial.isGone(path.endpoint())) {
                findings.add(AllowRules.gone(trial, path));
                left++;
                continue;
            }
            switch (path.last().observation()) {
                case Connected connected -> throw new IllegalStateException("an open path without an open attempt");
                case Closed nothing -> closed.add(path);
                case Undetermined undetermined -> findings.add(AllowRules.unclear(path));
                case Unreadable unreadable -> findings.add(AllowRules.unclear(path));
            }
        }
        int judged = paths.size() - left;
        if (left > 0 && closed.stream().allMatch(path -> path.endpoint().kind() == Endpoint.Kind.SERVICE)) {
            findings.add(AllowRules.allGone());
        } else if (!closed.isEmpty()) {
            backing(trial, closed, findings);
        }
        return leaks > 0
                ? "open: " + leaks + " of " + judged + (judged == 1 ? " endpoint" : " endpoints")
                : summary(closed, judged);
    }

    /** A proxy near the source can accept for the target; it cannot answer in its name. */
    private static boolean targetAnswered(Connected connected) {
        return connected.stage() == Stage.EXCHANGE || connected.stage() == Stage.DNS;
    }

    private static String summary(List<PathHistory> closed, int all) {
        Set<String> how = closed.stream()
                .map(path -> path.last().observation().outcome())
                .map(DenyRules::word)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String words = how.isEmpty() ? "nothing was learned" : String.join(" and ", how);
        return closed.size() == all ? "closed: " + words : closed.size() + " of " + all + " endpoints closed: " + words;
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "connected";
            case TIMEOUT -> "timeout";
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case UNDETERMINED -> "undetermined";
            case UNREADABLE -> "unreadable";
        };
    }

    private static Finding leak(PathHistory path, Attempt open, Declared declared) {
        int opens = (int) path.attempts().stream().filter(a -> a.observation() instanceof Connected).count();
        return new Finding(Weight.VIOLATION, new FindingFacts.Opened(path.endpoint(), open.observation(), opens,
                path.attempts().size(), declared.withoutNearest()));
    }

    private static Finding late(PathHistory path) {
        return new Finding(Weight.REMARK, new FindingFacts.ClosedLate(path.endpoint(),
                Judge.span(path.first(), path.closing().get(0))));
    }

    /** A Service's own address is backed by its endpoints, if it has any: it listens nowhere itself. */
    private static void backing(JudgementInput trial, List<PathHistory> closed, List<Finding> findings) {
        List<PathHistory> listeners = closed.stream()
                .filter(path -> path.endpoint().kind() != Endpoint.Kind.SERVICE)
                .toList();
        if (listeners.isEmpty()) {
            findings.add(uncontrolled(trial, new FindingFacts.NoEndpoint(closed.get(0).endpoint())));
            return;
        }
        if (!trial.enforcement().proved()) {
            findings.add(new Finding(Weight.INCONCLUSIVE,
                    new FindingFacts.Unenforced(trial.enforcement().grounds())));
        }
        boolean serving = listeners.stream().anyMatch(path -> !trial.isIdle(path.endpoint()));
        for (PathHistory path : listeners) {
            Proof proof = trial.proofs().get(path.endpoint().listener());
            if (proof != null && !proof.source().proved()) {
                findings.add(new Finding(Weight.INCONCLUSIVE, new FindingFacts.NoNetwork(proof.source().grounds())));
            }
            if (proof == null || !proof.target().proved()) {
                findings.add(unbacked(trial, path, proof, serving));
            } else if (trial.declared(path.endpoint()).decision() == Declared.Decision.ALLOWED) {
                findings.add(new Finding(Weight.REMARK, new FindingFacts.ClosedThoughAllowed(path.endpoint())));
            }
        }
    }

    /** @param serving whether another endpoint takes traffic, whose proof is the one that counts */
    private static Finding unbacked(JudgementInput trial, PathHistory path, @Nullable Proof proof, boolean serving) {
        Grounds target = proof == null ? null : proof.target().grounds();
        if (serving && trial.isIdle(path.endpoint())) {
            return new Finding(Weight.REMARK, new FindingFacts.Idle(path.endpoint(), target));
        }
        return uncontrolled(trial, proof != null && target != null && proof.closedForEveryone()
                ? new FindingFacts.ClosedForEveryone(path.endpoint(), target)
                : new FindingFacts.Uncontrolled(path.endpoint(), target));
    }

    private static Finding uncontrolled(JudgementInput trial, FindingFacts facts) {
        return new Finding(trial.edge().needsControl() ? Weight.INCONCLUSIVE : Weight.REMARK, facts);
    }
}
