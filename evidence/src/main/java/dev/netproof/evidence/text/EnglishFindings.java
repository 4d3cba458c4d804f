package dev.netproof.evidence.text;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Fault;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.TargetChange;
import org.jspecify.annotations.Nullable;

/** What was found, and what to look at next. */
final class EnglishFindings {

    /** How many policies or rules are named before the rest is counted. */
    private static final int NAMED = 4;

    private static final String NETWORK_AT_THAT_TIME = "Closed, but nothing proved that the network of the probe pod worked "
            + "at that time: ";

    private final English words;

    EnglishFindings(English words) {
        this.words = words;
    }

    String message(Finding finding) {
        boolean remark = finding.weight() == Weight.REMARK;
        return switch (finding.facts()) {
            case FindingFacts.Opened opened -> opened(opened);
            case FindingFacts.Shut(Endpoint endpoint, Closed seen, Declared declared) -> closed(endpoint, seen) + "."
                    + (declared.decision() == Declared.Decision.DENIED
                            ? " No rule allows it: isolated by " + isolating(declared) + "."
                            : doubt(declared));
            case FindingFacts.Faulty(Endpoint endpoint, Closed seen, boolean allowed, Fault fault) ->
                closed(endpoint, seen) + "." + (allowed ? " The policies allow it." : "")
                        + " What was seen points to the " + layer(fault) + ": " + why(fault) + ".";
            case FindingFacts.OpenThoughDenied(Endpoint endpoint, Declared declared) ->
                name(endpoint) + " is open as expected, although it is denied by " + isolating(declared) + ".";
            case FindingFacts.ClosedThoughAllowed(Endpoint endpoint) ->
                name(endpoint) + " is closed, although the policies allow it.";
            case FindingFacts.OpenedLate(Endpoint endpoint, int attempts, Duration after) ->
                name(endpoint) + " answered only at attempt " + attempts + ", after " + after.toMillis() + " ms.";
            case FindingFacts.ClosedLate(Endpoint endpoint, Duration after) ->
                name(endpoint) + " was open at first and closed within " + after.toMillis() + " ms.";
            case FindingFacts.Uncontrolled(Endpoint endpoint, Grounds target) -> name(endpoint)
                    + " is closed, but nothing proved that it was listening: " + why(target) + "." + accepted(remark);
            case FindingFacts.NoEndpoint(Endpoint service) -> name(service)
                    + " is closed, but no endpoint stands behind it that could be shown to listen." + accepted(remark);
            case FindingFacts.Idle(Endpoint endpoint, Grounds target) ->
                name(endpoint) + " is closed, and takes no traffic now: " + why(target) + ".";
            case FindingFacts.ClosedForEveryone(Endpoint endpoint, Grounds target) ->
                name(endpoint) + " is closed for everyone: " + why(target) + "." + accepted(remark);
            case FindingFacts.Unclear(Endpoint endpoint, Observation seen) -> unclear(endpoint, seen);
            case FindingFacts.NoNetwork(Grounds source) ->
                (remark ? "The source may have had no network: " : NETWORK_AT_THAT_TIME) + words.grounds(source) + ".";
            case FindingFacts.Proxied(Grounds negative) -> "Something near the source "
                    + (isProxied(negative) ? "accepts" : "may accept") + " every connection: "
                    + words.grounds(negative) + ".";
            case FindingFacts.Unenforced(Grounds enforcement) ->
                "Closed, but this cluster was not seen to enforce any policy: " + words.grounds(enforcement) + ".";
            case FindingFacts.Changed(Endpoint endpoint, TargetChange change) -> name(endpoint) + (remark
                    ? " is not judged: "
                    : " was open, and whether it was this pod that answered is not known: ")
                    + words.change(change) + " while it was probed.";
            case FindingFacts.AllGone() -> "Every endpoint of the target went away while it was probed.";
            case FindingFacts.Unsettled(List<PolicyChange> changes) -> unsettled(changes);
            case FindingFacts.NotTried(String quote, String remedy) -> sentence(quote);
            case FindingFacts.ExceptionEnds(LocalDate last, boolean over, String owner) -> over
                    ? "This exception expired on " + last + ", so the edge is judged as if it were not there."
                    : "This exception ends on " + last + ".";
        };
    }

    String advice(Finding finding) {
        boolean remark = finding.weight() == Weight.REMARK;
        return switch (finding.facts()) {
            case FindingFacts.Opened opened -> narrowing(opened.declared());
            case FindingFacts.Shut(Endpoint endpoint, Closed seen, Declared declared) ->
                declared.decision() == Declared.Decision.DENIED
                        ? "Add a rule for it on that side, or fix the selector of the one that was meant to allow it."
                        : opening(endpoint, seen);
            case FindingFacts.Faulty faulty -> advice(faulty.fault());
            case FindingFacts.OpenThoughDenied open ->
                "Add the rule that allows it before an engine takes the policies at their word.";
            case FindingFacts.ClosedThoughAllowed closed ->
                "Another engine or a firewall closes it: make sure that it stays so.";
            case FindingFacts.OpenedLate late -> "";
            case FindingFacts.ClosedLate late ->
                "Policies take effect with a delay here; a new pod is unprotected for that long.";
            case FindingFacts.Uncontrolled uncontrolled -> remark ? ""
                    : "Add an edge that is allowed to reach this port, or a readiness probe on it; or accept it with "
                            + "control: none.";
            case FindingFacts.NoEndpoint none -> remark ? "" : "Look at the Service's selector and EndpointSlices.";
            case FindingFacts.Idle idle -> "";
            case FindingFacts.ClosedForEveryone closed -> remark ? ""
                    : "Look whether the target listens at all; if the deny is meant, accept it with control: none.";
            case FindingFacts.Unclear unclear -> clearing(unclear.seen());
            case FindingFacts.NoNetwork none -> remark
                    ? "See whether its egress is denied altogether, or its node has a fault."
                    : "Add an edge that is allowed from this source: what it reaches in the same exec is the proof.";
            case FindingFacts.Proxied(Grounds negative) -> isProxied(negative)
                    ? "A mesh sidecar or a transparent proxy stands in the path. Use an http probe, so that the target itself "
                            + "must answer."
                    : "Run it again: that a connection to where nothing is fails must be seen before one that works counts.";
            case FindingFacts.Unenforced unenforced ->
                "Install a network policy engine, or pass --unenforced to go on without one.";
            case FindingFacts.Changed changed ->
                remark ? "" : "Run it again: the pod that is there now is another one.";
            case FindingFacts.AllGone() -> "Run it again when its rollout is done.";
            case FindingFacts.Unsettled unsettled -> "Run it again when the policies are at rest.";
            case FindingFacts.NotTried(String quote, String remedy) -> remedy;
            case FindingFacts.ExceptionEnds(LocalDate last, boolean over, String owner) -> over
                    ? "Close the path, or have " + whoever(owner) + " renew it in the matrix."
                    : "Ask " + whoever(owner) + " whether it is still needed.";
        };
    }

    private String opened(FindingFacts.Opened opened) {
        Declared declared = opened.declared();
        String seen = name(opened.endpoint()) + " should be closed and was open"
                + (opened.opens() == opened.attempts()
                        ? ""
                        : " in " + opened.opens() + " of " + opened.attempts() + " attempts")
                + " (" + opened.seen().detail() + ")";
        return seen + switch (declared.decision()) {
            case ALLOWED -> ": " + (declared.allowedBy().isEmpty()
                    ? "no policy isolates either end."
                    : "it is allowed by " + list(declared.allowedBy()) + ".");
            case DENIED -> ", although it is denied by " + isolating(declared) + ".";
            case UNKNOWN -> "." + doubt(declared);
        };
    }

    private static String narrowing(Declared declared) {
        return switch (declared.decision()) {
            case ALLOWED -> declared.isolatedBy().isEmpty()
                    ? "Isolate the target with a policy that selects it, or the source for egress."
                    : "Narrow that rule, or correct the matrix.";
            case DENIED ->
                "The engine does not do what the API says: look at the network plugin, at what goes around it, and "
                        + "whether it is still catching up.";
            case UNKNOWN ->
                "Look for a policy that allows it, for pods the denying policy does not select, and whether the "
                        + "engine enforces this direction.";
        };
    }

    private String closed(Endpoint endpoint, Closed seen) {
        return name(endpoint) + " should be open and is closed: " + way(seen);
    }

    private static String way(Closed seen) {
        String what = switch (seen.outcome()) {
            case SUCCESS -> "connected";
            case TIMEOUT -> "no answer in time";
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case UNDETERMINED -> "undetermined";
            case UNREADABLE -> "nothing was learned";
        };
        return seen.detail().isEmpty() ? what : what + " (" + seen.detail() + ")";
    }

    private static String opening(Endpoint endpoint, Closed seen) {
        if (seen.stage() == Stage.PROXY) {
            return "Look at the proxy: does it listen, may the source reach it, and do its rules permit the target?";
        }
        if (seen.stage() == Stage.DNS) {
            return "DNS itself is cut: look for an egress policy of the source without a rule for UDP and TCP 53 to the "
                    + "cluster's DNS.";
        }
        if (seen.outcome() == Outcome.REFUSED) {
            return endpoint.kind() == Endpoint.Kind.SERVICE
                    ? "Look at the Service's EndpointSlices and target port first, then for an engine that rejects."
                    : "Look whether the pod listens on this port of its own address; some policy engines refuse what they "
                            + "deny.";
        }
        return "Look at the egress policies of the source and the ingress policies of the target, then at routes and the "
                + "target's node.";
    }

    private String unclear(Endpoint endpoint, Observation seen) {
        return switch (seen) {
            case Observation.Connected connected -> name(endpoint)
                    + " connected, and nothing answered above the transport as asked: " + connected.detail() + ".";
            case Closed closed -> "Nothing came back from " + name(endpoint)
                    + ". Over UDP that is what a dropped datagram and a listener that never answers have in common.";
            case Observation.Undetermined undetermined -> undetermined.stage() == Stage.DNS
                    ? "The probe of " + name(endpoint) + " got no further than a name: " + undetermined.detail() + "."
                    : "What was seen of " + name(endpoint) + " says neither open nor closed: " + undetermined.detail()
                            + ".";
            case Observation.Unreadable unreadable ->
                sentence("Nothing was learned of " + name(endpoint) + ": " + unreadable.detail());
        };
    }

    private static String clearing(Observation seen) {
        return switch (seen) {
            case Observation.Connected connected ->
                "The path is open as far as that. Look at what listens there, and whether it speaks what the probe asks;"
                        + " or ask for the connection alone, with probe: tcp.";
            case Closed closed ->
                "Send what the service answers: probe: {udp: {send: …}}; or add an edge from a source that gets an answer.";
            case Observation.Undetermined undetermined -> undetermined.stage() == Stage.DNS
                    ? "Check the name, and the source's way to DNS."
                    : "Silence is no denial once something is connected, and an answer may be hidden. Look at what"
                            + " answers there; for a deny, probe what the policy decides, mostly probe: tcp.";
            case Observation.Unreadable unreadable ->
                "Look at the raw output, and whether the probe image has curl, nc and nslookup.";
        };
    }

    private String unsettled(List<PolicyChange> changes) {
        String first = changes.isEmpty() ? "" : words.change(changes.get(0));
        return "Policies changed after the edge was tried for the last time: "
                + (first.endsWith(".") ? first.substring(0, first.length() - 1) : first)
                + (changes.size() > 1 ? ", and " + (changes.size() - 1) + " more changed" : "") + ".";
    }

    private static String layer(Fault fault) {
        return switch (fault.layer()) {
            case DNS -> "DNS";
            case SERVICE -> "Service";
            case ENDPOINTS -> "endpoints";
            case APPLICATION -> "application";
            case NODE -> "node";
            case PROXY -> "proxy";
            case NETWORK -> "network";
        };
    }

    /** A clause. */
    private String why(Fault fault) {
        return switch (fault) {
            case Fault.Told(Fault.Sign sign) -> switch (sign) {
                case NO_ENDPOINTS -> "none stands behind it";
                case STOPPED_AT_PROXY -> "the connection got no further";
                case NO_DNS_ANSWER -> "it is the server itself that gave no answer";
                case OTHER_ANSWER -> "it is connected, and answers otherwise than agreed";
                case NO_BACKEND_ANSWERS -> "nothing behind it answers";
                case NOT_LISTENING -> "nothing listens there";
                case SILENCE -> "nothing answers, not even to refuse";
                case HOST_REFUSES -> "something answers there and refuses";
                case HOST_SILENT -> "nothing answers at that address";
            };
            case Fault.NoneReady(int endpoints) -> "none of the " + endpoints + " behind it is ready";
            case Fault.ServiceAddress(Endpoint answering) ->
                name(answering) + " answers and the Service's own address does not";
            case Fault.OnePod(Endpoint neighbour) -> name(neighbour) + " answers on the same node";
            case Fault.OneNode(String node, int elsewhere) -> "no endpoint on node " + node + " answers, and "
                    + (elsewhere == 1 ? "one" : elsewhere) + " elsewhere " + (elsewhere == 1 ? "does" : "do");
        };
    }

    private static String advice(Fault fault) {
        return switch (fault) {
            case Fault.Told(Fault.Sign sign) -> switch (sign) {
                case NO_ENDPOINTS -> "Look whether the Service's selector matches the labels of running pods.";
                case STOPPED_AT_PROXY -> "Look at the proxy: does it listen, and do its rules permit the target?";
                case NO_DNS_ANSWER ->
                    "Look at the DNS server's pods, and at a cache on the source's node, if there is one.";
                case OTHER_ANSWER ->
                    "Look at what answers there: its log, its credentials, and whatever stands in front of it.";
                case NO_BACKEND_ANSWERS -> "Look at the endpoints one by one.";
                case NOT_LISTENING -> "Look whether the container listens on this port of the pod's address, "
                        + "not only of 127.0.0.1, and whether the port is the right one; some policy engines refuse what "
                        + "they deny.";
                case SILENCE -> "Look at routes and the target's node, at firewalls, and for policies of another kind.";
                case HOST_REFUSES -> "Look whether the host listens on this port, and for a firewall that rejects.";
                case HOST_SILENT ->
                    "Look at routes, address translation and firewalls between the cluster and the host.";
            };
            case Fault.NoneReady none -> "Look at the readiness probes of its pods.";
            case Fault.ServiceAddress service ->
                "Look at its EndpointSlices and target port, then at kube-proxy, or what stands for it, on the "
                        + "source's node.";
            case Fault.OnePod pod ->
                "Look at this pod: its network may be set up wrongly, or it hangs. Starting it anew often helps.";
            case Fault.OneNode(String node, int elsewhere) ->
                "Look at node " + node + ": its network plugin, its routes and its firewall.";
        };
    }

    /** {@code NetworkPolicy payments/default-deny (ingress of pod payments/api-0)}. */
    private String isolating(Declared declared) {
        String who = declared.isolatedBy().isEmpty() ? String.join(", ", words.remarks(declared))
                : list(declared.isolatedBy());
        return declared.sides().isEmpty() ? who : who + " (" + words.sides(declared.sides()) + ")";
    }

    /** Why nothing is known to be declared, as a sentence of its own with a space before it; empty where no reason is given. */
    private String doubt(Declared declared) {
        List<String> remarks = words.remarks(declared);
        return remarks.isEmpty() ? "" : " What policies declare is not known: " + sentence(list(remarks));
    }

    private static String list(List<?> names) {
        String shown = names.stream().limit(NAMED).map(String::valueOf).collect(joining(", "));
        return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
    }

    private String why(@Nullable Grounds target) {
        return target == null ? "nothing was tried" : words.grounds(target);
    }

    private static String accepted(boolean remark) {
        return remark ? " The matrix accepts this: control: none." : "";
    }

    private static boolean isProxied(Grounds negative) {
        return negative instanceof Grounds.Nowhere nowhere && nowhere.seen() instanceof Observation.Connected;
    }

    private static String whoever(@Nullable String owner) {
        return owner == null ? "its owner" : owner;
    }

    /** {@code pod payments/api-0 at 10.1.2.3:8080/TCP}; an address speaks for itself. */
    private String name(Endpoint endpoint) {
        return words.endpoint(endpoint);
    }

    private static String sentence(String text) {
        String start = text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return start.endsWith(".") ? start : start + ".";
    }
}
