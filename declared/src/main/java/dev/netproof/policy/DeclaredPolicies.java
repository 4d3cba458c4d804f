package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

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

    /** Of RFC 5737 and RFC 3849. */
    private static final List<IpAddress> DOCUMENTATION = Stream.of("203.0.113.7", "2001:db8::7")
            .flatMap(literal -> IpAddress.parse(literal).stream()).toList();

    private final PodIndex roster;
    private final RuleChainBuilder chains;
    private final EndpointResolver directory;
    private final Backends backends;
    private final NearMissFinder nearness;

    private DeclaredPolicies(Snapshot snapshot) {
        roster = new PodIndex(snapshot);
        chains = new RuleChainBuilder(roster, snapshot);
        directory = new EndpointResolver(roster, chains, snapshot);
        backends = new Backends(snapshot, roster);
        nearness = new NearMissFinder(roster, snapshot);
    }

    public static DeclaredPolicies of(Snapshot snapshot) {
        return new DeclaredPolicies(snapshot);
    }

    /** The policies that are known to exist and not evaluated: of other APIs, and those that can't be read. */
    public List<Unevaluated> unevaluated() {
        return chains.opaque().stream().map(policy -> Unevaluated.of(policy.ref(), policy.reason())).toList();
    }

    /** The policies that are evaluated, in order. */
    public List<PolicyRef> evaluated() {
        return chains.policies().stream().map(CompiledPolicy::ref).toList();
    }

    /** The rules of a policy that is evaluated, ingress first. */
    public List<RuleRef> rules(PolicyRef policy) {
        CompiledPolicy found = compiled(policy);
        return Stream.of(Direction.values()).map(found::rules).filter(Objects::nonNull).flatMap(List::stream)
                .map(Rule::ref).toList();
    }

    /** The pods of the snapshot that a policy which is evaluated selects. */
    public List<FlowEnd.Pod> selected(PolicyRef policy) {
        return compiled(policy).subject().stream().mapToObj(index -> roster.members().get(index))
                .map(member -> new FlowEnd.Pod(member.namespace(), member.name())).toList();
    }

    private CompiledPolicy compiled(PolicyRef policy) {
        return chains.policies().stream().filter(candidate -> candidate.ref().equals(policy)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(policy + " is not evaluated"));
    }

    /** What would be declared if a policy that is evaluated was not there. */
    public Alternative without(PolicyRef policy) {
        return new Alternative(roster, directory, compiled(policy), null);
    }

    /** What would be declared if a policy that is evaluated lacked that rule. */
    public Alternative without(RuleRef rule) {
        CompiledPolicy found = compiled(rule.policy());
        return new Alternative(roster, directory, found, found.without(rule));
    }

    /**
     * What would be declared if this stood in the place of the policy of its namespace and name, which is evaluated.
     *
     * @throws IllegalArgumentException if it can't be evaluated
     */
    public Alternative with(NetworkPolicy policy) {
        try {
            return new Alternative(roster, directory, compiled(NetworkPolicyCompiler.ref(policy)),
                    new NetworkPolicyCompiler(roster).compile(policy));
        } catch (UnreadablePolicyException e) {
            throw new IllegalArgumentException(NetworkPolicyCompiler.ref(policy) + " " + e.problem(), e);
        }
    }

    /**
     * An end to be asked about often.
     *
     * @param other the other end of its flows, whose address family decides between several addresses
     */
    public End end(FlowEnd wanted, FlowEnd other) {
        return directory.find(wanted, other);
    }

    /**
     * Addresses of each range that some rule tells from its neighbours: one that is kept for documentation, if there is
     * one, the first, the second and the last.
     */
    public List<FlowEnd.Address> addresses() {
        List<Rule> rules = chains.rules();
        boolean wide = rules.stream().flatMap(rule -> rule.peers().blocks().stream())
                .anyMatch(block -> block.range().first().wide());
        return Stream.of(false, true).filter(family -> !family || wide)
                .flatMap(family -> ExternalRanges.of(rules, family).stream())
                .flatMap(range -> Stream.concat(DOCUMENTATION.stream(),
                        Stream.of(range.first(), range.first().next(), range.last())).filter(range::contains))
                .distinct().map(address -> new FlowEnd.Address(address.toString())).toList();
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
            SideVerdict both = exception.declared(source, destination);
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
    public List<NearMiss> nearestRules(Flow flow) {
        FlowVerdict verdict = judge(flow);
        End source = source(flow);
        End destination = destination(flow);
        List<NearMiss> nearest = new ArrayList<>();
        if (isIsolated(verdict.egress())) {
            nearest.add(nearness.nearest(Direction.EGRESS, source, destination, flow));
        }
        if (isIsolated(verdict.ingress())) {
            nearest.add(nearness.nearest(Direction.INGRESS, source, destination, flow));
        }
        return nearest;
    }

    private static boolean isIsolated(SideVerdict side) {
        return side instanceof SideVerdict.Denied denied && denied.denying().isEmpty();
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

    /**
     * Who may reach whom: every pair of pods or workloads, and addresses outside the cluster; nodes, too, where some rule
     * tells them from other addresses.
     */
    public DeclaredGraph graph(DeclaredGraph.By by) {
        Map<GraphNode, List<List<End>>> hosts = new TreeMap<>();
        for (PodIndex.Member member : roster.members()) {
            GraphNode node = switch (by) {
                case POD -> Owners.ofPod(member.pod());
                case WORKLOAD -> Owners.ofWorkload(member.pod());
            };
            hosts.computeIfAbsent(node, any -> new ArrayList<>())
                    .add(directory.ends(new FlowEnd.Pod(member.namespace(), member.name())));
        }
        if (chains.rules().stream().anyMatch(rule -> !rule.peers().nodes().isEmpty())) {
            directory.nodes().forEach((name, ends) -> hosts.put(new GraphNode.ClusterNode(name), List.of(ends)));
        }
        List<String> leftOut = roster.onNodes().stream()
                .map(pod -> pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()).toList();
        GraphBuilder builder = new GraphBuilder(hosts, chains.rules());
        return new DeclaredGraph(builder.nodes(), builder.edges(), leftOut, unevaluated());
    }

    /**
     * What is declared about a flow between two ends, in one word: the fastest way.
     *
     * @param port of the destination, 1 to 65535
     */
    public static Decision decide(End source, End destination, Transport transport, int port) {
        return decide(source, source.chain(Direction.EGRESS), destination, destination.chain(Direction.INGRESS),
                transport, port);
    }

    static Decision decide(End source, RuleChain sourceEgress, End destination, RuleChain destinationIngress,
            Transport transport, int port) {
        Exemption exception = Exemption.of(source, destination);
        if (exception != Exemption.NONE) {
            return exception.decision();
        }
        Decision egress = sourceEgress.decide(destination, destination, transport, port);
        // Nothing the other side says would change that.
        return egress == Decision.DENIED ? egress
                : egress.and(destinationIngress.decide(source, destination, transport, port));
    }
}
