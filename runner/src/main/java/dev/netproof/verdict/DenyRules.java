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
import dev.netproof.evidence.FindingId;
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
    static String judge(Trial trial, List<PathHistory> paths, List<Finding> findings) {
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
                case Undetermined undetermined -> findings.add(AllowRules.undetermined(path, undetermined));
                case Unreadable unreadable -> findings.add(AllowRules.unreadable(path, unreadable));
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
        long opens = path.attempts().stream().filter(a -> a.observation() instanceof Connected).count();
        String how = opens == path.attempts().size()
                ? ""
                : " in " + opens + " of " + path.attempts().size() + " attempts";
        String seen = path.name() + " should be closed and was open" + how + " (" + open.observation().detail() + ")";
        return switch (declared.decision()) {
            case ALLOWED ->
                new Finding(FindingId.OVER_PERMISSIVE, Weight.VIOLATION, seen + ": " + Culprits.allowing(declared),
                        declared.isolatedBy().isEmpty()
                                ? "Isolate the target with a policy that selects it, or the source for egress."
                                : "Narrow that rule, or correct the matrix.");
            case DENIED -> new Finding(FindingId.NOT_ENFORCED, Weight.VIOLATION,
                    seen + ", although it is denied by " + Culprits.isolating(declared) + ".",
                    "The engine does not do what the API says: look at the network plugin, at what goes around it, and "
                            + "whether it is still catching up.");
            case UNKNOWN -> new Finding(FindingId.LEAK, Weight.VIOLATION, seen + "." + Culprits.doubt(declared),
                    "Look for a policy that allows it, for pods the denying policy does not select, and whether the "
                            + "engine enforces this direction.");
        };
    }

    private static Finding late(PathHistory path) {
        Attempt firstClosed = path.closing().get(0);
        return new Finding(FindingId.LATE, Weight.REMARK,
                path.name() + " was open at first and closed within "
                        + Judge.span(path.first(), firstClosed).toMillis() + " ms.",
                "Policies take effect with a delay here; a new pod is unprotected for that long.");
    }

    /** A Service's own address is backed by its endpoints, if it has any: it listens nowhere itself. */
    private static void backing(Trial trial, List<PathHistory> closed, List<Finding> findings) {
        List<PathHistory> listeners = closed.stream()
                .filter(path -> path.endpoint().kind() != Endpoint.Kind.SERVICE)
                .toList();
        if (listeners.isEmpty()) {
            findings.add(uncontrolled(trial, FindingId.UNCONTROLLED_DENY,
                    closed.get(0).name() + " is closed, but no endpoint stands behind it that could be shown to listen",
                    "Look at the Service's selector and EndpointSlices."));
            return;
        }
        if (!trial.enforcement().proved()) {
            findings.add(new Finding(FindingId.ENFORCEMENT_UNSEEN, Weight.INCONCLUSIVE,
                    "Closed, but this cluster was not seen to enforce any policy: " + trial.enforcement().detail()
                            + ".",
                    "Install a network policy engine, or pass --unenforced to go on without one."));
        }
        boolean serving = listeners.stream().anyMatch(path -> !trial.isIdle(path.endpoint()));
        for (PathHistory path : listeners) {
            Proof proof = trial.proofs().get(path.endpoint().listener());
            if (proof != null && !proof.source().proved()) {
                findings.add(new Finding(FindingId.NO_SOURCE_NETWORK, Weight.INCONCLUSIVE,
                        "Closed, but nothing proved that the network of the probe pod worked at that time: "
                                + proof.source().detail() + ".",
                        "Add an edge that is allowed from this source: what it reaches in the same exec is the proof."));
            }
            if (proof == null || !proof.target().proved()) {
                findings.add(unbacked(trial, path, proof, serving));
            } else if (trial.declared(path.endpoint()).decision() == Declared.Decision.ALLOWED) {
                findings.add(new Finding(FindingId.BLOCKED_ELSEWHERE, Weight.REMARK,
                        path.name() + " is closed, although the policies allow it.",
                        "Another engine or a firewall closes it: make sure that it stays so."));
            }
        }
    }

    /** @param serving whether another endpoint takes traffic, whose proof is the one that counts */
    private static Finding unbacked(Trial trial, PathHistory path, @Nullable Proof proof, boolean serving) {
        String why = proof == null ? "nothing was tried" : proof.target().detail();
        if (serving && trial.isIdle(path.endpoint())) {
            return new Finding(FindingId.UNCONTROLLED_DENY, Weight.REMARK,
                    path.name() + " is closed, and takes no traffic now: " + why + ".", "");
        }
        return proof != null && proof.closedForEveryone()
                ? uncontrolled(trial, FindingId.CLOSED_FOR_EVERYONE, path.name() + " is closed for everyone: " + why,
                        "Look whether the target listens at all; if the deny is meant, accept it with control: none.")
                : uncontrolled(trial, FindingId.UNCONTROLLED_DENY,
                        path.name() + " is closed, but nothing proved that it was listening: " + why,
                        "Add an edge that is allowed to reach this port, or a readiness probe on it; or accept it with "
                                + "control: none.");
    }

    private static Finding uncontrolled(Trial trial, FindingId id, String message, String advice) {
        return trial.edge().needsControl()
                ? new Finding(id, Weight.INCONCLUSIVE, message + ".", advice)
                : new Finding(id, Weight.REMARK, message + ". The matrix accepts this: control: none.", "");
    }
}
