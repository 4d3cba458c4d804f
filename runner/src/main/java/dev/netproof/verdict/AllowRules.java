package dev.netproof.verdict;

import java.util.List;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Stage;

/** What holds of an edge that is agreed: every endpoint that takes traffic answers in the end. */
final class AllowRules {

    private AllowRules() {}

    /** Adds what was found, and returns the line that sums it up. */
    static String judge(Trial trial, List<PathHistory> all, List<Finding> findings) {
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
                case Connected connected when !connected.answered() -> findings.add(unanswered(path, connected));
                case Connected connected -> {
                    open++;
                    connected(trial, path, connected, findings);
                }
                case Closed closed when mayBeDeaf(trial, path, closed) -> findings.add(unanswered(path));
                case Closed closed -> findings.add(unbacked
                        ? notPolicy(path, closed, "", Fault.of(path, closed, paths, trial.idle()))
                        : blocked(path, closed, trial.declared(path.endpoint()),
                                Fault.of(path, closed, paths, trial.idle())));
                case Undetermined undetermined -> findings.add(undetermined(path, undetermined));
                case Unreadable unreadable -> findings.add(unreadable(path, unreadable));
            }
        }
        if (open < asked.size() && !trial.source().proved()) {
            findings.add(new Finding(FindingId.NO_SOURCE_NETWORK, Weight.REMARK,
                    "The source may have had no network: " + trial.source().detail() + ".",
                    "See whether its egress is denied altogether, or its node has a fault."));
        }
        return open == asked.size()
                ? "open: " + describe(asked)
                : open + " of " + asked.size() + " endpoints open";
    }

    static Finding gone(Trial trial, PathHistory path) {
        return new Finding(FindingId.TARGET_CHANGED, Weight.REMARK, path.name() + " is not judged: "
                + trial.gone().get(path.endpoint().listener()) + " while it was probed.", "");
    }

    static Finding answeredByAnother(Trial trial, PathHistory path) {
        return new Finding(FindingId.TARGET_CHANGED, Weight.INCONCLUSIVE,
                path.name() + " was open, and whether it was this pod that answered is not known: "
                        + trial.gone().get(path.endpoint().listener()) + " while it was probed.",
                "Run it again: the pod that is there now is another one.");
    }

    static Finding allGone() {
        return new Finding(FindingId.TARGET_CHANGED, Weight.INCONCLUSIVE,
                "Every endpoint of the target went away while it was probed.",
                "Run it again when its rollout is done.");
    }

    /** Over UDP a drop and a listener that never answers look alike. That of DNS must answer. */
    private static boolean mayBeDeaf(Trial trial, PathHistory path, Closed closed) {
        return path.endpoint().protocol() == Protocol.UDP && closed.outcome() == Outcome.TIMEOUT
                && closed.stage() != Stage.DNS
                && trial.declared(path.endpoint()).decision() != Declared.Decision.DENIED
                && !trial.answered().contains(path.endpoint().listener());
    }

    private static Finding unanswered(PathHistory path) {
        return new Finding(FindingId.UNANSWERED, Weight.INCONCLUSIVE,
                "Nothing came back from " + path.name()
                        + ". Over UDP that is what a dropped datagram and a listener that never answers have in common.",
                "Send what the service answers: probe: {udp: {send: …}}; or add an edge from a source that gets an answer.");
    }

    private static String describe(List<PathHistory> paths) {
        PathHistory first = paths.get(0);
        return paths.size() == 1
                ? first.name() + " answered, " + first.last().observation().detail()
                : (paths.size() == 2 ? "both" : "all " + paths.size()) + " endpoints answered";
    }

    private static void connected(Trial trial, PathHistory path, Connected connected, List<Finding> findings) {
        if (trial.isMistrusted() && connected.stage() != Stage.EXCHANGE
                && connected.stage() != Stage.DNS) {
            findings.add(proxied(trial));
        }
        Declared declared = trial.declared(path.endpoint());
        if (declared.decision() == Declared.Decision.DENIED) {
            findings.add(new Finding(FindingId.NOT_ENFORCED, Weight.REMARK,
                    path.name() + " is open as agreed, although it is denied by " + Culprits.isolating(declared) + ".",
                    "Add the rule that allows it before an engine takes the policies at their word."));
        }
        if (path.attempts().size() > 1
                && !(path.first().observation() instanceof Connected first && first.answered())) {
            findings.add(new Finding(FindingId.LATE, Weight.REMARK,
                    path.name() + " answered only at attempt " + path.attempts().size() + ", after "
                            + Judge.span(path.first(), path.last()).toMillis() + " ms.",
                    ""));
        }
    }

    static Finding proxied(Trial trial) {
        if (!trial.proxied()) {
            return new Finding(FindingId.TRANSPARENT_PROXY, Weight.INCONCLUSIVE,
                    "Something near the source may accept every connection: " + trial.negative().detail() + ".",
                    "Run it again: that a connection to where nothing is fails must be seen before one that works counts.");
        }
        return new Finding(FindingId.TRANSPARENT_PROXY, Weight.INCONCLUSIVE,
                "Something near the source accepts every connection: " + trial.negative().detail() + ".",
                "A mesh sidecar or a transparent proxy stands in the path. Use an http probe, so that the target itself "
                        + "must answer.");
    }

    private static Finding blocked(PathHistory path, Closed closed, Declared declared, Fault fault) {
        String seen = path.name() + " should be open and is closed: " + words(closed);
        return switch (declared.decision()) {
            case DENIED -> new Finding(FindingId.MISSING_ALLOW, Weight.VIOLATION,
                    seen + ". No rule allows it: isolated by " + Culprits.isolating(declared) + ".",
                    "Add a rule for it on that side, or mend the selector of the one that was meant to allow it.");
            case ALLOWED -> notPolicy(path, closed, " The policies allow it.", fault);
            case UNKNOWN -> new Finding(FindingId.BLOCKED, Weight.VIOLATION, seen + "." + Culprits.doubt(declared),
                    advice(path, closed));
        };
    }

    private static Finding notPolicy(PathHistory path, Closed closed, String policies, Fault fault) {
        return new Finding(FindingId.NOT_POLICY, Weight.VIOLATION,
                path.name() + " should be open and is closed: " + words(closed) + "." + policies
                        + " What was seen points to the " + fault.layer() + ": " + fault.why() + ".",
                fault.advice());
    }

    private static String advice(PathHistory path, Closed closed) {
        if (closed.stage() == Stage.PROXY) {
            return "Look at the proxy: does it listen, may the source reach it, and do its rules permit the target?";
        }
        if (closed.stage() == Stage.DNS) {
            return "DNS itself is cut: look for an egress policy of the source without a rule for UDP and TCP 53 to the "
                    + "cluster's DNS.";
        }
        if (closed.outcome() == Outcome.REFUSED) {
            return path.endpoint().kind() == Endpoint.Kind.SERVICE
                    ? "Look at the Service's EndpointSlices and target port first, then for an engine that rejects."
                    : "Look whether the pod listens on this port of its own address; some policy engines refuse what they "
                            + "deny.";
        }
        return "Look at the egress policies of the source and the ingress policies of the target, then at routes and the "
                + "target's node.";
    }

    static String words(Observation observation) {
        String what = switch (observation.outcome()) {
            case SUCCESS -> "connected";
            case TIMEOUT -> "no answer in time";
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case UNDETERMINED -> "undetermined";
            case UNREADABLE -> "nothing was learned";
        };
        return observation.detail().isEmpty() ? what : what + " (" + observation.detail() + ")";
    }

    private static Finding unanswered(PathHistory path, Connected connected) {
        return new Finding(FindingId.UNDETERMINED, Weight.INCONCLUSIVE,
                path.name() + " connected, and nothing answered above the transport as asked: " + connected.detail()
                        + ".",
                "The path is open as far as that. Look at what listens there, and whether it speaks what the probe asks;"
                        + " or ask for the connection alone, with probe: tcp.");
    }

    /** Neither open nor closed by what was seen. */
    static Finding undetermined(PathHistory path, Undetermined undetermined) {
        return undetermined.stage() == Stage.DNS
                ? unresolved(path, undetermined)
                : new Finding(FindingId.UNDETERMINED, Weight.INCONCLUSIVE,
                        "What was seen of " + path.name() + " says neither open nor closed: " + undetermined.detail()
                                + ".",
                        "Silence is no denial once something is connected, and an answer may be hidden. Look at what"
                                + " answers there; for a deny, probe what the policy decides, mostly probe: tcp.");
    }

    private static Finding unresolved(PathHistory path, Undetermined undetermined) {
        return new Finding(FindingId.UNRESOLVED, Weight.INCONCLUSIVE,
                "The probe of " + path.name() + " got no further than a name: " + undetermined.detail() + ".",
                "Check the name, and the source's way to DNS.");
    }

    static Finding unreadable(PathHistory path, Unreadable unreadable) {
        return new Finding(FindingId.UNREADABLE, Weight.INCONCLUSIVE,
                Judge.sentence("Nothing was learned of " + path.name() + ": " + unreadable.detail()),
                "Look at the raw output, and whether the probe image has curl, nc and nslookup.");
    }
}
