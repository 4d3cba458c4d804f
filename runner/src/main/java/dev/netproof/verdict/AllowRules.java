package dev.netproof.verdict;

import java.util.List;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Fault;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Stage;
import org.jspecify.annotations.Nullable;

/** What holds of an edge that is agreed: every endpoint that takes traffic answers in the end. */
final class AllowRules {

    private AllowRules() {}

    /** Adds what was found, and returns the line that sums it up. */
    static String judge(JudgementInput trial, List<PathHistory> all, List<Finding> findings) {
        List<PathHistory> paths = all.stream().filter(path -> !trial.isGone(path.endpoint())).toList();
        all.stream().filter(path -> trial.isGone(path.endpoint())).forEach(path -> findings.add(gone(trial, path)));
        if (paths.stream().allMatch(path -> path.endpoint().kind() == Endpoint.Kind.SERVICE)
                && paths.size() < all.size()) {
            findings.add(allGone());
            return "its target went away";
        }
        List<PathHistory> owing = paths.stream().filter(path -> !trial.isIdle(path.endpoint())).toList();
        List<PathHistory> asked = owing.isEmpty() ? paths : owing;
        boolean unbacked = paths.stream().allMatch(path -> path.endpoint().kind() == Endpoint.Kind.SERVICE);
        int open = 0;
        for (PathHistory path : asked) {
            switch (path.last().observation()) {
                case Connected connected when !connected.answered() -> findings.add(unclear(path));
                case Connected connected -> {
                    open++;
                    connected(trial, path, connected, findings);
                }
                case Closed closed when mayBeDeaf(trial, path, closed) -> findings.add(unclear(path));
                case Closed closed ->
                    findings.add(shut(path, closed, unbacked ? null : trial.declared(path.endpoint()),
                            FaultLocator.of(path, closed, paths, trial.idle())));
                case Undetermined undetermined -> findings.add(unclear(path));
                case Unreadable unreadable -> findings.add(unclear(path));
            }
        }
        if (open < asked.size() && !trial.source().proved()) {
            findings.add(new Finding(Weight.REMARK, new FindingFacts.NoNetwork(trial.source().grounds())));
        }
        return open == asked.size()
                ? "open: " + describe(asked)
                : open + " of " + asked.size() + " endpoints open";
    }

    static Finding gone(JudgementInput trial, PathHistory path) {
        return new Finding(Weight.REMARK, new FindingFacts.Changed(path.endpoint(), trial.change(path.endpoint())));
    }

    static Finding answeredByAnother(JudgementInput trial, PathHistory path) {
        return new Finding(Weight.INCONCLUSIVE,
                new FindingFacts.Changed(path.endpoint(), trial.change(path.endpoint())));
    }

    static Finding allGone() {
        return new Finding(Weight.INCONCLUSIVE, new FindingFacts.AllGone());
    }

    /** Over UDP a drop and a listener that never answers look alike. That of DNS must answer. */
    private static boolean mayBeDeaf(JudgementInput trial, PathHistory path, Closed closed) {
        return path.endpoint().protocol() == Protocol.UDP && closed.outcome() == Outcome.TIMEOUT
                && closed.stage() != Stage.DNS
                && trial.declared(path.endpoint()).decision() != Declared.Decision.DENIED
                && !trial.answered().contains(path.endpoint().listener());
    }

    private static String describe(List<PathHistory> paths) {
        PathHistory first = paths.get(0);
        return paths.size() == 1
                ? first.name() + " answered, " + first.last().observation().detail()
                : (paths.size() == 2 ? "both" : "all " + paths.size()) + " endpoints answered";
    }

    private static void connected(JudgementInput trial, PathHistory path, Connected connected, List<Finding> findings) {
        if (trial.isMistrusted() && connected.stage() != Stage.EXCHANGE
                && connected.stage() != Stage.DNS) {
            findings.add(proxied(trial));
        }
        Declared declared = trial.declared(path.endpoint());
        if (declared.decision() == Declared.Decision.DENIED) {
            findings.add(new Finding(Weight.REMARK,
                    new FindingFacts.OpenThoughDenied(path.endpoint(), declared.withoutNearest())));
        }
        if (path.attempts().size() > 1
                && !(path.first().observation() instanceof Connected first && first.answered())) {
            findings.add(new Finding(Weight.REMARK, new FindingFacts.OpenedLate(path.endpoint(), path.attempts().size(),
                    Judge.span(path.first(), path.last()))));
        }
    }

    static Finding proxied(JudgementInput trial) {
        return new Finding(Weight.INCONCLUSIVE, new FindingFacts.Proxied(trial.negative().grounds()));
    }

    /** @param declared null where nothing stands behind the address, so that policies have no say */
    private static Finding shut(PathHistory path, Closed closed, @Nullable Declared declared, Fault fault) {
        boolean allowed = declared != null && declared.decision() == Declared.Decision.ALLOWED;
        return new Finding(Weight.VIOLATION, declared == null || allowed
                ? new FindingFacts.Faulty(path.endpoint(), closed, allowed, fault)
                : new FindingFacts.Shut(path.endpoint(), closed, declared.withoutNearest()));
    }

    /** Neither open nor closed by what was seen. */
    static Finding unclear(PathHistory path) {
        return new Finding(Weight.INCONCLUSIVE, new FindingFacts.Unclear(path.endpoint(), path.last().observation()));
    }
}
