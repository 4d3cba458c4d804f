package dev.netproof.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

/** Reads {@code peers}. */
final class PeerReader {

    /** Stands for "the same peer" in {@code otherwise.except}. */
    static final String SELF = "self";

    static final int MOST = 5000;

    private static final Map<String, String> LATER = Map.of(
            "pods", "Use labels or a workload.",
            "standIn", "Run something that listens in the peer's place.");

    private final Problems problems;
    private final Variables variables;

    /** @param variables of which peers may speak */
    PeerReader(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** By name, in the order of the file. */
    SequencedMap<String, Peer> read(Optional<Value> value) {
        SequencedMap<String, Peer> peers = new LinkedHashMap<>();
        value.flatMap(v -> v.fields("Write peers: {NAME: {namespace: …, workload: …}}.")).ifPresent(fields -> {
            fields.entries().forEach(entry -> peers.put(entry.name(), peer(entry)));
            if (peers.size() > MOST) {
                fields.wrong("there are more than " + MOST + " peers. Split the matrix.");
            }
        });
        return peers;
    }

    private Peer peer(Fields.Entry entry) {
        int before = problems.errors();
        var name = entry.name();
        var key = entry.key().named("peer");
        if (name.equals(SELF)) {
            key.wrong("peer self would be taken for the word self of otherwise.except. Choose another name.");
        } else {
            key.read(Names.LABEL);
        }
        var fields = entry.value().named("peer " + Quote.of(name)).fields("Write {namespace: …, workload: …}.");
        var ends = fields.map(this::ends).orElse(Ends.NONE);
        return new Peer(name, entry.key().position(), ends.identity(), ends.target(), problems.errors() == before);
    }

    /** What a peer is as a source, and as a destination. */
    private record Ends(@Nullable Identity identity, @Nullable Target target) {
        static final Ends NONE = new Ends(null, null);
    }

    /** What was written of a peer. */
    private record Parts(Fields fields, Optional<Value> namespace, Optional<Value> labels, Optional<Value> workload,
            Optional<Value> service, Optional<Value> address, Optional<Value> host, Optional<Value> reach) {

        static Parts of(Fields fields) {
            return new Parts(fields, fields.take("namespace"), fields.take("labels"), fields.take("workload"),
                    fields.take("service"), fields.take("address"), fields.take("host"), fields.take("reach"));
        }

        boolean inCluster() {
            return namespace.isPresent() || labels.isPresent() || workload.isPresent() || service.isPresent()
                    || reach.isPresent();
        }
    }

    private Ends ends(Fields fields) {
        var parts = Parts.of(fields);
        fields.close(LATER);
        if (parts.address().isPresent() || parts.host().isPresent()) {
            return outside(parts);
        }
        if (parts.labels().isEmpty() && parts.workload().isEmpty() && parts.service().isEmpty()) {
            fields.wrong(
                    "the peer is nothing that could be probed. Give it labels, workload, service, address or host.");
            return Ends.NONE;
        }
        if (parts.namespace().isEmpty()) {
            fields.wrong("the peer has no namespace. Add namespace: NAME.");
        }
        return inside(parts, parts.namespace().flatMap(value -> value.read(Names.LABEL, variables)).orElse(""));
    }

    private Ends outside(Parts parts) {
        if (parts.inCluster()) {
            parts.fields().wrong("the peer is outside the cluster and inside it at once."
                    + " Keep the address or the host, or else drop it.");
        } else if (parts.address().isPresent() && parts.host().isPresent()) {
            parts.fields()
                    .wrong("the peer has both an address and a host. Keep one of them, and make the other a peer too.");
        }
        var address = parts.address().flatMap(value -> value.read(new Addresses())).map(Target.Address::new);
        var host = parts.host().flatMap(value -> value.read(new Hosts(), variables)).map(Target.Host::new);
        return new Ends(null, address.<Target>map(a -> a).or(() -> host).orElse(null));
    }

    private Ends inside(Parts parts, String namespace) {
        var labels = parts.labels().map(new LabelsReader(variables)::read);
        var workload = parts.workload().flatMap(value -> value.read(WorkloadName.GRAMMAR, variables))
                .flatMap(WorkloadName::of);
        var service = parts.service().flatMap(value -> value.read(Names.LABEL, variables));
        if (parts.labels().isPresent() && parts.workload().isPresent()) {
            parts.fields().wrong("the peer has both labels and a workload, and its identity can only come from one."
                    + " Drop the labels to use those of the workload's pods.");
        }
        var identity = workload.<Identity>map(w -> new Identity.OfWorkload(namespace, w.kind(), w.name()))
                .or(() -> labels.map(l -> new Identity.Labelled(namespace, l)));
        Optional<Target> byService = service.map(name -> new Target.OfService(namespace, name));
        Optional<Target> byPods = workload.map(w -> new Target.OfWorkload(namespace, w.kind(), w.name()));
        return new Ends(identity.orElse(null), (reachesPods(parts) ? byPods : byService.or(() -> byPods)).orElse(null));
    }

    private static boolean reachesPods(Parts parts) {
        var reach = parts.reach().flatMap(value -> value.read(Vocabulary.REACHES)).orElse("");
        var needed = reach.equals("pods") ? parts.workload() : parts.service();
        if (!reach.isEmpty() && needed.isEmpty()) {
            parts.reach().ifPresent(value -> value.wrong(reach.equals("pods")
                    ? "reach pods needs a workload to take the pods from. Add workload: deployment/NAME."
                    : "reach service needs a Service. Add service: NAME."));
        }
        return reach.equals("pods");
    }
}
