package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.netproof.snapshot.Snapshot;

/**
 * The policies of a snapshot, ready to be asked about flows.
 *
 * <p>Reads the snapshot once. A pod that does not exist yet, such as a probe, is put into the snapshot with its namespace
 * and labels and no status. Immutable and thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network Policies</a>
 * @see <a href="https://network-policy-api.sigs.k8s.io/">Network Policy API</a>
 */
public final class DeclaredPolicies {

    private final Roster roster;
    private final ChainBuilder chains;
    private final Directory directory;
    private final Backends backends;
    private final Nearness nearness;

    private DeclaredPolicies(Snapshot snapshot) {
        roster = new Roster(snapshot);
        chains = new ChainBuilder(roster, snapshot);
        directory = new Directory(roster, chains, snapshot);
        backends = new Backends(snapshot, roster);
        nearness = new Nearness(roster, snapshot);
    }

    public static DeclaredPolicies of(Snapshot snapshot) {
        return new DeclaredPolicies(snapshot);
    }

    /** The policies that are known to exist and not evaluated: of other APIs, and those that can't be read. */
    public List<PolicyRef> unevaluated() {
        return chains.opaque().stream().map(OpaquePolicy::ref).toList();
    }

    /** What is declared about a flow, in one word: the fast way. */
    public Decision decide(Flow flow) {
        return decide(source(flow), destination(flow), flow.transport(), flow.port());
    }

    /** What is declared about a flow, with every policy and rule that matters. */
    public FlowVerdict judge(Flow flow) {
        End source = source(flow);
        End destination = destination(flow);
        Exemption exception = Exemption.of(source, destination);
        if (exception != Exemption.NONE) {
            Declared both = exception.declared(source, destination);
            return new FlowVerdict(both, both);
        }
        return new FlowVerdict(
                source.chain(Direction.EGRESS).explain(destination, destination, flow.transport(), flow.port()),
                destination.chain(Direction.INGRESS).explain(source, destination, flow.transport(), flow.port()));
    }

    /**
     * What came closest to allowing a flow, for each side where policies isolate and allow nothing of the kind; egress
     * first. None where an administrator's rule denies expressly: no other rule would help.
     */
    public List<NearestRule> nearestRules(Flow flow) {
        FlowVerdict verdict = judge(flow);
        End source = source(flow);
        End destination = destination(flow);
        List<NearestRule> nearest = new ArrayList<>();
        if (isIsolated(verdict.egress())) {
            nearest.add(nearness.nearest(Direction.EGRESS, source, destination, flow));
        }
        if (isIsolated(verdict.ingress())) {
            nearest.add(nearness.nearest(Direction.INGRESS, source, destination, flow));
        }
        return nearest;
    }

    private static boolean isIsolated(Declared side) {
        return side instanceof Declared.Denied denied && denied.denying().isEmpty();
    }

    private End source(Flow flow) {
        return directory.find(flow.source(), flow.destination());
    }

    private End destination(Flow flow) {
        return directory.find(flow.destination(), flow.source());
    }

    /**
     * The pods behind a Service's port, each with the port that policies see.
     *
     * <p>From its EndpointSlices, not-ready endpoints too; from its selector where there are none.
     *
     * @param port number or name of the Service's port
     */
    public List<Backend> backends(String namespace, String service, String port) {
        return backends.behind(namespace, service, port);
    }

    /** Who may reach whom: every pair of pods or workloads, and addresses outside the cluster. */
    public DeclaredGraph graph(DeclaredGraph.By by) {
        Map<GraphNode, List<List<End>>> hosts = new TreeMap<>();
        for (Roster.Member member : roster.members()) {
            GraphNode node = switch (by) {
                case POD -> Owners.ofPod(member.pod());
                case WORKLOAD -> Owners.ofWorkload(member.pod());
            };
            hosts.computeIfAbsent(node, any -> new ArrayList<>())
                    .add(directory.ends(new FlowEnd.Pod(member.namespace(), member.name())));
        }
        List<String> leftOut = roster.onNodes().stream()
                .map(pod -> pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()).toList();
        GraphBuilder builder = new GraphBuilder(hosts, chains.rules());
        return new DeclaredGraph(builder.nodes(), builder.edges(), leftOut, unevaluated());
    }

    static Decision decide(End source, End destination, Transport transport, int port) {
        Exemption exception = Exemption.of(source, destination);
        if (exception != Exemption.NONE) {
            return exception.decision();
        }
        Decision egress = source.chain(Direction.EGRESS).decide(destination, destination, transport, port);
        // Nothing the other side says would change that.
        return egress == Decision.DENIED ? egress
                : egress.and(destination.chain(Direction.INGRESS).decide(source, destination, transport, port));
    }
}
