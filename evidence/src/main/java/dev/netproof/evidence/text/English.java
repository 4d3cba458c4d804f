package dev.netproof.evidence.text;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.LabelRequirement;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.TargetChange;
import dev.netproof.evidence.WantedPort;
import org.jspecify.annotations.Nullable;

/** Plain and short. */
final class English implements Wording {
    private static final int LOWEST_PORT = 1;
    private static final int HIGHEST_PORT = 65_535;

    private final EnglishFindings findings = new EnglishFindings(this);

    @Override
    public String place(Place place) {
        return switch (place) {
            case Place.Workload(String kind, String namespace, String name) -> kind + " " + namespace + "/" + name;
            case Place.Pods pods -> those(pods) + " in " + pods.namespace();
            case Place.Labels(String namespace, Map<String, String> labels) ->
                "labels " + new TreeMap<>(labels) + " in " + namespace;
            case Place.Within(Place.Running pods) ->
                "ephemeral container in one of " + those(pods) + " in " + pods.namespace();
            case Place.Service(String namespace, String name) -> "service " + namespace + "/" + name;
            case Place.Pod(String namespace, String name) -> "pod " + namespace + "/" + name;
            case Place.StandIn(String peer, String namespace, String name) ->
                "the stand-in for " + peer + ", pod " + namespace + "/" + name;
            case Place.Probe(String namespace, String key) -> namespace + "/" + key;
            case Place.Slice(String namespace, String name) -> "endpoint of " + name;
            case Place.Node(String name) -> "node " + name;
            case Place.Address(String address) -> address;
            case Place.Host(String host) -> host;
            case Place.Nowhere() -> "an address where nothing is";
        };
    }

    private static String those(Place.Running running) {
        return switch (running) {
            case Place.Workload workload -> workload.kind() + "/" + workload.name();
            case Place.Pods pods -> "the pods with " + new TreeMap<>(pods.labels());
        };
    }

    @Override
    public String source(Party source) {
        String place = source.place() instanceof Place.Workload workload
                ? those(workload) + " in " + workload.namespace()
                : place(source.place());
        return place + via(source.via());
    }

    @Override
    public String target(Party target) {
        return place(target.place()) + via(target.via());
    }

    private static String via(@Nullable String proxy) {
        return proxy == null ? "" : " via " + proxy;
    }

    @Override
    public String endpoint(Endpoint endpoint) {
        boolean itself = (endpoint.place() instanceof Place.Address(String address)
                && address.equals(endpoint.address()))
                || (endpoint.place() instanceof Place.Host(String host) && host.equals(endpoint.address()));
        return itself ? endpoint.tuple() : place(endpoint.place()) + " at " + endpoint.tuple();
    }

    @Override
    public String side(Side side) {
        return side.direction().word() + " of " + place(side.of());
    }

    @Override
    public String sides(List<Side> sides) {
        return sides.stream().map(this::side).collect(joining(" and "));
    }

    @Override
    public String difference(Difference difference) {
        return switch (difference) {
            case Difference.Label(Place of, String value, LabelRequirement wanted) ->
                differs("label of " + place(of), own(wanted.key(), value), requirement(wanted));
            case Difference.NamespaceLabel(String namespace, String value, LabelRequirement wanted) ->
                differs("namespace label of " + namespace, own(wanted.key(), value), requirement(wanted));
            case Difference.Namespace(Place of, String wanted) -> differs("namespace of " + place(of),
                    String.valueOf(of.namespace()), wanted + ", which a podSelector alone means");
            case Difference.Address(Place of, String address, String cidr, List<String> except) ->
                differs(of instanceof Place.Address(String literal) && literal.equals(address)
                        ? "address"
                        : "address of " + place(of), address == null ? "not known yet" : address,
                        cidr + (except.isEmpty() ? "" : " except " + String.join(", ", except)));
            case Difference.Peer(Place peer) -> differs("peer", place(peer), "pods, which selectors mean");
            case Difference.Port(Difference.Port.Kind kind, String protocol, int port, Place on, List<WantedPort> wanted) ->
                differs(switch (kind) {
                    case PORT -> "port";
                    case PROTOCOL -> "protocol";
                }, protocol + " " + port, wanted.stream().map(each -> port(each, on)).collect(joining(", ")));
        };
    }

    private static String differs(String what, String is, String wanted) {
        return what + " is " + is + ", the rule wants " + wanted;
    }

    private static String own(String key, @Nullable String value) {
        return value == null ? "missing" : key + "=" + value;
    }

    private static String requirement(LabelRequirement wanted) {
        return switch (wanted.operator()) {
            case EQUALS -> wanted.key() + "=" + String.join(", ", wanted.values());
            case IN -> wanted.key() + " In " + wanted.values();
            case NOT_IN -> wanted.key() + " NotIn " + wanted.values();
            case EXISTS -> wanted.key() + " Exists";
            case DOES_NOT_EXIST -> wanted.key() + " DoesNotExist";
        };
    }

    private String port(WantedPort wanted, Place on) {
        return switch (wanted) {
            case WantedPort.Range(String protocol, int first, int last) -> protocol
                    + (first == LOWEST_PORT && last == HIGHEST_PORT
                            ? ""
                            : " " + first + (last == first ? "" : "-" + last));
            case WantedPort.Named(String protocol, String name, Integer number) ->
                (protocol == null ? "" : protocol + " ") + name
                        + (number == null ? " (no such port on " : " (" + number + " on ") + place(on) + ")";
        };
    }

    @Override
    public String nearest(NearestRule nearest) {
        return nearest.rule() == null
                ? "none, no policy that isolates " + side(nearest.side()) + " has a rule for it"
                : nearest.rule() + ", but "
                        + nearest.differences().stream().map(this::difference).collect(joining("; "));
    }

    @Override
    public List<String> remarks(Declared declared) {
        return Stream.concat(declared.deniedBy().stream().map(rule -> "denied by " + rule),
                declared.remarks().stream()).toList();
    }

    @Override
    public String change(PolicyChange change) {
        PolicyVersion policy = change.policy();
        return policy.ref() + switch (change.kind()) {
            case MADE -> " was made while probing.";
            case CHANGED -> " was changed while probing, to resourceVersion " + policy.resourceVersion() + ".";
            case REPLACED -> " was deleted and made anew while probing.";
            case DELETED -> " was deleted while probing.";
        };
    }

    @Override
    public String message(Finding finding) {
        return findings.message(finding);
    }

    @Override
    public String advice(Finding finding) {
        return findings.advice(finding);
    }

    @Override
    public String subject(Control.Subject subject) {
        return switch (subject) {
            case Control.Subject.Address(Listener listener) -> listener.tuple();
            case Control.Subject.Source(Place.Pod pod) -> pod.name();
            case Control.Subject.Cluster() -> "cluster";
        };
    }

    @Override
    public String grounds(Grounds grounds) {
        return switch (grounds) {
            case Grounds.Reached(List<Place.Pod> by) -> names(by)
                    + " reached it between two attempts that were denied, and after them";
            case Grounds.ReachedFromWithin(List<Place.Pod> by) -> "a container in pod " + names(by)
                    + " reached it at the pod's own address between two attempts that were denied, and after them";
            case Grounds.KeptReady(long unnoticed) ->
                "the kubelet's own probe of this port kept the pod ready before and after; it bears " + unnoticed
                        + " s without an answer";
            case Grounds.TargetChanged(TargetChange change) ->
                "it is not the target any more that it was before: " + change(change);
            case Grounds.ReachedByNone(int sources) -> sources + " sources tried it and none reached it";
            case Grounds.NotAsked(Grounds otherwise, String quote) ->
                grounds(otherwise) + "; its own pod could not be asked: " + quote;
            case Grounds.Contact(Place place, Listener listener) ->
                "in the same exec it reached " + place(place) + " at " + listener.tuple();
            case Grounds.Visited() -> "the kubelet of its node reached it during that exec";
            case Grounds.NoContact(boolean counted) -> "in that exec it reached no other pod, and "
                    + (counted ? "the kubelet of its node did not reach it"
                            : "whether the kubelet of its node reached it is not known here");
            case Grounds.Lived(Grounds.Sign during, Grounds.Sign between) -> grounds(during) + between(between);
            case Grounds.Nowhere(Listener listener, Observation seen) -> nowhere(listener, seen);
            case Grounds.ByCanary(boolean granted, String quote) ->
                granted ? "taken for granted by request: " + quote : quote;
            case Grounds.Missing(Grounds.Gap gap) -> missing(gap);
        };
    }

    private static String names(List<Place.Pod> pods) {
        return pods.stream().map(pod -> pod.namespace() + "/" + pod.name()).collect(joining(" and "));
    }

    /** A clause on how the source lived between two packets that were denied. */
    private String between(Grounds.@Nullable Sign sign) {
        String packets = " between two packets that were denied";
        return switch (sign) {
            case Grounds.Visited() -> ", and the kubelet of its node reached it" + packets;
            case Grounds.Contact(Place place, Listener listener) ->
                ", and it reached " + place(place) + " at " + listener.tuple() + packets;
            case null ->
                ", but nothing shows that its network worked between two packets of what was denied, which one "
                        + "outage may have swallowed";
        };
    }

    private static String nowhere(Listener listener, Observation seen) {
        String connection = "a connection to " + listener.tuple() + ", where nothing is, ";
        return switch (seen) {
            case Observation.Connected connected -> connection + "was accepted";
            case Observation.Closed closed -> "nothing answered there, as it must be";
            case Observation.Undetermined undetermined -> connection + "could not be tried: " + undetermined.detail();
            case Observation.Unreadable unreadable -> connection + "could not be tried: " + unreadable.detail();
        };
    }

    private static String missing(Grounds.Gap gap) {
        return switch (gap) {
            case REST -> "it changed after the attempt, and went on changing";
            case REACHED_FROM_WITHIN -> "not even from within its own pod was it reached";
            case TRIED_BY_OTHERS -> "no other source of the run tried it, and no readiness probe covers the port";
            case REACHED_BEFORE -> "it was reached, but not before it was denied";
            case REACHED_BETWEEN ->
                "it was reached, but not between two attempts that were denied, which one outage of it "
                        + "may have swallowed";
            case REACHED_AFTER -> "it was reached before it was denied, but no longer after";
            case NOWHERE_TRIED -> "whether something near the source accepts every connection was not tried";
        };
    }

    /** A clause. */
    String change(TargetChange change) {
        return switch (change) {
            case TargetChange.AddressTaken(String address, Place.Pod by, String uid) ->
                address + " belongs to " + place(by) + " by now, uid " + uid;
            case TargetChange.Gone() -> "the pod is gone";
            case TargetChange.BeingDeleted() -> "the pod is being deleted";
            case TargetChange.Restarted(String container) -> "container " + container + " was started anew";
            case TargetChange.NoEndpoint() -> "it is no endpoint of the target any more";
        };
    }
}
