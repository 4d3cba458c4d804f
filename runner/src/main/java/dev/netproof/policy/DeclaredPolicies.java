package dev.netproof.policy;

import java.util.List;

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

    private DeclaredPolicies(Snapshot snapshot) {
        roster = new Roster(snapshot);
        chains = new ChainBuilder(roster, snapshot);
        directory = new Directory(roster, chains, snapshot);
        backends = new Backends(snapshot, roster);
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
