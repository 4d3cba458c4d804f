package dev.netproof.verdict;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Verdict;
import dev.netproof.matrix.Edge;

/**
 * Judges an edge.
 *
 * <p>The two expectations are not alike. An allow may be tried until it works: what counts is the last attempt at each
 * endpoint. A deny that was open once has leaked, and a closed path is a denied one only if its target was proven to listen
 * before and after.
 */
public final class Judge {

    private static final int WARN_DAYS = 14;

    private final LocalDate today;

    /**
     * A judge of that day.
     *
     * @param today in UTC, the day that {@code expires} is measured against
     */
    public Judge(LocalDate today) {
        this.today = today;
    }

    /** What the edge is measured against: an exception that has expired is as if it had not been made. */
    public Expectation expected(Edge edge) {
        return expired(edge) ? edge.otherwise() : edge.expected();
    }

    public Verdict judge(JudgementInput trial) {
        List<PathHistory> paths = histories(trial.attempts());
        List<Finding> findings = new ArrayList<>(governance(trial.edge()));
        String summary = switch (expected(trial.edge())) {
            case ALLOW -> AllowRules.judge(trial, paths, findings);
            case DENY -> DenyRules.judge(trial, paths, findings);
        };
        if (!trial.unsettled().isEmpty()) {
            findings.add(new Finding(Weight.INCONCLUSIVE, new FindingFacts.Unsettled(trial.unsettled())));
        }
        // What is said of the source is found at each endpoint anew.
        return Verdict.of(summary, findings.stream().distinct().toList());
    }

    /**
     * The verdict on an edge that could not be tried.
     *
     * @param reason in the words of whoever refused
     */
    public Verdict notTried(Edge edge, String reason, String advice) {
        List<Finding> findings = new ArrayList<>(governance(edge));
        findings.add(new Finding(Weight.INCONCLUSIVE, new FindingFacts.NotTried(reason, advice)));
        return Verdict.of("not tried: " + reason, findings);
    }

    private boolean expired(Edge edge) {
        LocalDate expires = edge.governance().expires();
        return expires != null && today.isAfter(expires);
    }

    private List<Finding> governance(Edge edge) {
        LocalDate expires = edge.governance().expires();
        if (expires == null || expires.isAfter(today.plusDays(WARN_DAYS))) {
            return List.of();
        }
        return List.of(new Finding(Weight.REMARK,
                new FindingFacts.ExceptionEnds(expires, expired(edge), edge.governance().owner())));
    }

    private static List<PathHistory> histories(List<Attempt> attempts) {
        Map<Listener, List<Attempt>> byPath = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            byPath.computeIfAbsent(attempt.endpoint().listener(), path -> new ArrayList<>()).add(attempt);
        }
        return byPath.values().stream().map(PathHistory::new).toList();
    }

    /** From the start of the first attempt to the end of the last. */
    static Duration span(Attempt first, Attempt last) {
        return last.until().minus(first.since());
    }
}
