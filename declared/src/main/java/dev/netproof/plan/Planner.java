package dev.netproof.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.NodeRule;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;

/**
 * Makes the plan of a run. Pure and deterministic: the same matrices, snapshot and names give the same plan, so it can be
 * made once to launch the pods and again, with fresh endpoints and resolved names, to probe from them.
 */
public final class Planner {

    /** TEST-NET-1 of RFC 5737, port discard: an address where nothing is, so that nothing may answer. */
    private static final Endpoint NOWHERE = nowhere("192.0.2.1");

    /** The documentation prefix of RFC 3849. */
    private static final Endpoint NOWHERE_IPV6 = nowhere("2001:db8::1");

    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(2);

    private static Endpoint nowhere(String address) {
        return new Endpoint(Endpoint.Kind.EXTERNAL, new Place.Nowhere(), address, 9, Protocol.TCP, null,
                null);
    }

    private final Snapshot snapshot;
    private final boolean ipv6;
    private final Map<String, List<String>> names;
    private final LaunchFacts learned;
    private final PodAdmission manners;
    private final Sources sources;
    private final StandIns standIns;
    private final Targets targets;
    private final NodeChoice nodes;

    /** A planner for a cluster where probe pods would meet nothing. */
    public Planner(Snapshot snapshot, Map<String, List<String>> names) {
        this(snapshot, Surroundings.NONE, names);
    }

    /** A planner that leaves the pods of others alone. */
    public Planner(Snapshot snapshot, Surroundings surroundings, Map<String, List<String>> names) {
        this(snapshot, surroundings, new LaunchFacts(names, Map.of(), Map.of()), EphemeralUse.NONE);
    }

    /**
     * A planner for the cluster as it was.
     *
     * @param surroundings of the places where probe pods are launched, before any was
     */
    public Planner(Snapshot snapshot, Surroundings surroundings, LaunchFacts learned, EphemeralUse ephemeral) {
        this.snapshot = snapshot;
        this.ipv6 = snapshot.pods().stream().anyMatch(Planner::hasIpv6);
        this.names = learned.names();
        this.learned = learned;
        this.manners = new PodAdmission(snapshot, surroundings);
        PodLookup pods = new PodLookup(snapshot);
        Replicas replicas = new Replicas(snapshot, pods);
        this.sources = new Sources(snapshot, replicas, manners, ephemeral);
        this.standIns = new StandIns(sources, replicas, learned);
        this.nodes = new NodeChoice(snapshot);
        this.targets = new Targets(snapshot, pods, replicas, standIns, names);
    }

    private static boolean hasIpv6(Pod pod) {
        return pod.getStatus() != null && Objects.requireNonNullElse(pod.getStatus().getPodIPs(), List.<PodIP>of())
                .stream()
                .anyMatch(ip -> ip.getIp() != null && ip.getIp().indexOf(':') >= 0);
    }

    /** Every edge of the matrices, when nothing is known of the cluster. */
    public static List<PlannedEdge> unplanned(List<ConnectivityMatrix> matrices) {
        List<PlannedEdge> edges = new ArrayList<>();
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                edges.add(new PlannedEdge.Obstructed(matrix.name(), edge,
                        Targets.place(edge.destination().target()), "the cluster was not read", "Run it again."));
            }
        }
        return edges;
    }

    /**
     * What a run of these matrices launches and probes.
     *
     * @throws IllegalArgumentException when one has edges yet to be repeated
     */
    public Plan plan(List<ConnectivityMatrix> matrices) {
        return plan(matrices, edge -> true);
    }

    /**
     * The same plan with some of its edges alone, as cheap as they are few; the pods are those of all.
     *
     * @throws IllegalArgumentException when a matrix has edges yet to be repeated
     */
    public Plan plan(List<ConnectivityMatrix> matrices, Predicate<EdgeKey> wanted) {
        Ground ground = ground(matrices);
        Declarations declarations = new Declarations(snapshot, ground.pods().values(), learned.pods());
        List<PlannedEdge> edges = new ArrayList<>();
        int index = 0;
        for (ConnectivityMatrix matrix : matrices) {
            List<PlannedEdge> planned = new ArrayList<>();
            for (Edge edge : matrix.edges()) {
                if (wanted.test(new EdgeKey(matrix.name(), edge.id()))) {
                    planned.add(plan(matrix.name(), edge, declarations::of, index));
                }
                index++;
            }
            edges.addAll(ImpliedEdges.without(planned));
        }
        return new Plan(List.copyOf(ground.pods().values()), edges, ground.controls(), ground.hosts(),
                ground.remarks());
    }

    /**
     * The same plan, whose edges are planned when they are asked for: a small part of it is held at a time.
     *
     * @throws IllegalArgumentException when a matrix has edges yet to be repeated
     */
    public Outline outline(List<ConnectivityMatrix> matrices) {
        Ground ground = ground(matrices);
        List<PlannedEdge.Mistaken> mistakes = new ArrayList<>();
        BitSet left = new BitSet();
        int first = 0;
        for (ConnectivityMatrix matrix : matrices) {
            ImpliedEdges implied = new ImpliedEdges();
            boolean implies = matrix.edges().stream().anyMatch(Edge::isImplied);
            for (int i = 0; i < matrix.edges().size(); i++) {
                PlannedEdge edge = plan(matrix.name(), matrix.edges().get(i), Planner::unasked, first + i);
                if (implies) {
                    implied.add(edge);
                }
                if (edge instanceof PlannedEdge.Mistaken mistaken && !edge.edge().isImplied()) {
                    mistakes.add(mistaken);
                }
            }
            for (int i = 0; i < matrix.edges().size(); i++) {
                Edge edge = matrix.edges().get(i);
                if (!edge.isImplied()
                        || !implied.isSuperfluous(plan(matrix.name(), edge, Planner::unasked, first + i))) {
                    left.set(first + i);
                }
            }
            first += matrix.edges().size();
        }
        Declarations declarations = new Declarations(snapshot, ground.pods().values(), learned.pods());
        return new Outline(List.copyOf(ground.pods().values()), ground.controls(), ground.hosts(), ground.remarks(),
                mistakes, new EdgesInOrder(matrices, left,
                        (matrix, edge, index) -> plan(matrix, edge, Planner::unasked, index)),
                new EdgesInOrder(matrices, left, (matrix, edge, index) -> plan(matrix, edge, declarations::of, index)));
    }

    /** What a plan has beside its edges. */
    private record Ground(Map<String, ProbePodPlan> pods, Set<String> hosts, List<SourceControl> controls,
            List<String> remarks) {}

    private Ground ground(List<ConnectivityMatrix> matrices) {
        matrices.forEach(Planner::requireExpanded);
        Map<String, ProbePodPlan> pods = new LinkedHashMap<>();
        Set<String> hosts = new LinkedHashSet<>();
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                if (source(edge) instanceof Lookup.Found<ProbePodPlan>(ProbePodPlan pod)) {
                    pods.putIfAbsent(pod.key(), pod);
                }
                standIn(edge).ifPresent(pod -> pods.merge(pod.key(), pod, Planner::listeningOnBoth));
                if (edge.via() == null && edge.destination().target() instanceof Target.Host host
                        && !names.containsKey(host.host())) {
                    hosts.add(host.host());
                }
            }
        }
        List<SourceControl> controls = new ArrayList<>();
        for (ProbePodPlan pod : pods.values()) {
            controls.addAll(sourceControls(pod));
        }
        return new Ground(pods, hosts, controls,
                Stream.concat(sources.remarks().stream(), manners.remarks(pods.values()).stream()).toList());
    }

    /** Says what policies declare of the paths of an edge, one for each endpoint, in their order. */
    @FunctionalInterface
    private interface Declaring {
        List<Declared> of(ProbePodPlan source, List<Endpoint> endpoints, boolean agreed);
    }

    private static List<Declared> unasked(ProbePodPlan source, List<Endpoint> endpoints, boolean agreed) {
        return endpoints.stream().map(endpoint -> Declared.unknown(endpoint.listener(), "policies were not asked"))
                .toList();
    }

    /** The pod that is launched for the edge to end at. */
    private Optional<ProbePodPlan> standIn(Edge edge) {
        return edge.via() == null && standIns.isNeeded(edge.destination())
                && source(edge) instanceof Lookup.Found<ProbePodPlan>
                && standIns.plan(edge.destination(),
                        edge.port()) instanceof Lookup.Found<ProbePodPlan>(ProbePodPlan pod)
                                ? Optional.of(pod)
                                : Optional.empty();
    }

    private static ProbePodPlan listeningOnBoth(ProbePodPlan one, ProbePodPlan other) {
        return one.listening(Stream.of(one, other).flatMap(pod -> pod.listens().stream()).distinct().sorted().toList());
    }

    private static void requireExpanded(ConnectivityMatrix matrix) {
        if (!matrix.repetitions().isEmpty()) {
            throw new IllegalArgumentException("matrix " + matrix.name() + " is not expanded");
        }
    }

    /** The pod that the edge is tried from, on the node that it asks for. */
    private Lookup<ProbePodPlan> source(Edge edge) {
        NodeRule rule = edge.vantage().node();
        return rule == null
                ? sources.find(edge.source(), null)
                : node(edge, rule).then(node -> sources.find(edge.source(), node));
    }

    private Lookup<String> node(Edge edge, NodeRule rule) {
        return targets.find(edge)
                .map(found -> found.then(reached -> nodes.choose(rule, reached.addresses())))
                .orElseGet(() -> rule instanceof NodeRule.Named(String name)
                        ? nodes.choose(rule, List.of())
                        : new Lookup.Absent<>("a stand-in may start on any node",
                                "Name the node, or wait until the target itself runs."));
    }

    private PlannedEdge plan(String matrix, Edge edge, Declaring declaring, int index) {
        Place target = Targets.place(edge.destination().target());
        Lookup<ProbePodPlan> source = source(edge);
        if (source instanceof Lookup.Absent<ProbePodPlan> absent) {
            return new PlannedEdge.Obstructed(matrix, edge, target, absent.reason(), absent.advice());
        }
        if (source instanceof Lookup.Mistake<ProbePodPlan> mistake) {
            return new PlannedEdge.Mistaken(matrix, edge, target, mistake.reason(), mistake.advice());
        }
        ProbePodPlan pod = ((Lookup.Found<ProbePodPlan>) source).value();
        Optional<Lookup<Targets.Reached>> reached = targets.find(edge);
        if (reached.isEmpty()) {
            return new PlannedEdge.Awaiting(matrix, edge, target);
        }
        Optional<String> node = edge.vantage().node() == null ? Optional.empty() : Optional.ofNullable(pod.node());
        return switch (reached.get().then(all -> NodeChoice.seen(edge.vantage(), node, all.addresses())
                .then(seen -> new Lookup.Found<>(all.at(seen))))) {
            case Lookup.Absent<Targets.Reached> absent ->
                new PlannedEdge.Obstructed(matrix, edge, target, absent.reason(), absent.advice());
            case Lookup.Mistake<Targets.Reached> mistake ->
                new PlannedEdge.Mistaken(matrix, edge, target, mistake.reason(), mistake.advice());
            case Lookup.Found<Targets.Reached> found ->
                new PlannedEdge.Probed(matrix, edge, target, pod.key(),
                        paths(edge, found.value(), declaring, pod, index));
        };
    }

    /** As written, or once its exception has expired. */
    private static boolean mayBeAgreed(Edge edge) {
        return edge.expected() == Expectation.ALLOW
                || (edge.governance().expires() != null && edge.otherwise() == Expectation.ALLOW);
    }

    private static List<PlannedEdge.Path> paths(Edge edge, Targets.Reached reached, Declaring declaring,
            ProbePodPlan pod, int index) {
        List<Endpoint> endpoints = reached.addresses().stream().map(TargetAddresses.Address::endpoint).toList();
        List<Declared> declared = reached.proxy() == null
                ? declaring.of(pod, endpoints, mayBeAgreed(edge))
                : endpoints.stream()
                        .map(endpoint -> Declared.unknown(endpoint.listener(), "policies do not see behind a proxy"))
                        .toList();
        List<PlannedEdge.Path> paths = new ArrayList<>();
        for (TargetAddresses.Address address : reached.addresses()) {
            int path = paths.size();
            Probe probe = new Probe("e" + index + "." + path, reached.ask(), address.endpoint(), reached.host(),
                    reached.proxy(), edge.timeout());
            paths.add(new PlannedEdge.Path(probe, address.serving(), address.readiness(), declared.get(path)));
        }
        return paths;
    }

    private List<SourceControl> sourceControls(ProbePodPlan pod) {
        List<SourceControl> controls = new ArrayList<>(negativeControls(pod));
        virtualAddress("kube-system", "kube-dns", 53)
                .ifPresent(dns -> controls.add(control(pod, "dns", dns, SourceControl.Kind.REACHES)));
        virtualAddress("default", "kubernetes", 443)
                .ifPresent(api -> controls.add(control(pod, "api", api, SourceControl.Kind.REACHES)));
        return controls;
    }

    /** What must not succeed from any pod whose successes are to prove something, one for each family in use. */
    public List<SourceControl> negativeControls(ProbePodPlan pod) {
        SourceControl ipv4 = control(pod, "negative", NOWHERE, SourceControl.Kind.NEGATIVE);
        return ipv6
                ? List.of(ipv4, control(pod, "negative-6", NOWHERE_IPV6, SourceControl.Kind.NEGATIVE))
                : List.of(ipv4);
    }

    private static SourceControl control(ProbePodPlan pod, String name, Endpoint endpoint, SourceControl.Kind kind) {
        Probe probe = new Probe("c." + pod.key() + "." + name, new Ask.Handshake(), endpoint, endpoint.address(), null,
                CONTROL_TIMEOUT);
        return new SourceControl(pod.key(), probe, kind);
    }

    private Optional<Endpoint> virtualAddress(String namespace, String name, int port) {
        for (Service service : snapshot.services()) {
            if (service.getMetadata().getNamespace().equals(namespace) && service.getMetadata().getName().equals(name)
                    && ServiceTargets.isVirtual(service.getSpec().getClusterIP())) {
                return Optional.of(new Endpoint(Endpoint.Kind.SERVICE, new Place.Service(namespace, name),
                        service.getSpec().getClusterIP(), port, Protocol.TCP, null, null));
            }
        }
        return Optional.empty();
    }
}
