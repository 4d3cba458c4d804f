package dev.netproof.matrix.reader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.matrix.grammar.Addresses;
import dev.netproof.matrix.grammar.Hosts;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.grammar.WorkloadName;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;
import org.jspecify.annotations.Nullable;

/** Reads {@code peers}. */
final class PeerReader {

    /** Stands for "the same peer" in {@code otherwise.except}. */
    static final String SELF = "self";

    static final int MOST = 5000;

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
        return new Peer(name, entry.key().position(), ends.identity(), ends.target(), ends.standIn(),
                problems.errors() == before);
    }

    /** What a peer is as a source, and as a destination. */
    private record Ends(@Nullable Identity identity, @Nullable Target target, boolean standIn) {
        static final Ends NONE = new Ends(null, null, false);
    }

    /** What was written of a peer. */
    private record Parts(Fields fields, Optional<Value> namespace, Optional<Value> labels, Optional<Value> workload,
            Optional<Value> pods, Optional<Value> service, Optional<Value> address, Optional<Value> host,
            Optional<Value> reach, Optional<Value> standIn) {

        static Parts of(Fields fields) {
            return new Parts(fields, fields.take("namespace"), fields.take("labels"), fields.take("workload"),
                    fields.take("pods"), fields.take("service"), fields.take("address"), fields.take("host"),
                    fields.take("reach"), fields.take("standIn"));
        }

        boolean isNothing() {
            return labels.isEmpty() && workload.isEmpty() && pods.isEmpty() && service.isEmpty();
        }

        boolean inCluster() {
            return namespace.isPresent() || reach.isPresent() || standIn.isPresent() || !isNothing();
        }
    }

    private Ends ends(Fields fields) {
        var parts = Parts.of(fields);
        fields.close();
        if (parts.address().isPresent() || parts.host().isPresent()) {
            return outside(parts);
        }
        if (parts.isNothing()) {
            fields.wrong("the peer is nothing that could be probed."
                    + " Give it labels, workload, pods, service, address or host.");
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
        return new Ends(null, address.<Target>map(a -> a).or(() -> host).orElse(null), false);
    }

    private Ends inside(Parts parts, String namespace) {
        var labels = parts.labels().map(new LabelsReader(variables)::read);
        var workload = parts.workload().flatMap(this::workload);
        var pods = parts.pods().flatMap(this::pods);
        var service = parts.service().flatMap(value -> value.read(Names.LABEL, variables));
        oneIdentity(parts);
        boolean reachesPods = reachesPods(parts);
        boolean standIn = standsIn(parts, labels.map(Map::isEmpty).orElse(false), reachesPods);
        var identity = workload.<Identity>map(w -> new Identity.OfWorkload(namespace, w.kind(), w.name()))
                .or(() -> pods.map(selection -> new Identity.OfPods(namespace, selection)))
                .or(() -> labels.map(l -> new Identity.Labelled(namespace, l)));
        Optional<Target> byService = service.map(name -> new Target.OfService(namespace, name));
        Optional<Target> byPods = workload.<Target>map(w -> new Target.OfWorkload(namespace, w.kind(), w.name()))
                .or(() -> pods.map(selection -> target(namespace, selection)))
                .or(() -> labels.filter(l -> standIn).map(l -> new Target.OfPods(namespace, l)));
        var target = reachesPods ? byPods : byService.or(() -> byPods);
        return new Ends(identity.orElse(null), target.orElse(null), standIn);
    }

    private Optional<WorkloadName> workload(Value value) {
        return value.read(WorkloadName.GRAMMAR, variables).flatMap(WorkloadName::of);
    }

    /** By labels, or as the name of a workload. */
    private Optional<PodSelection> pods(Value value) {
        if (!value.isMapping()) {
            return workload(value).map(w -> new PodSelection.OfWorkload(w.kind(), w.name()));
        }
        int before = problems.errors();
        var labels = new LabelsReader(variables).read(value);
        if (labels.isEmpty() && problems.errors() == before) {
            value.wrong("pods without labels would be any pod of the namespace."
                    + " Write {app: NAME}, or deployment/NAME.");
        }
        return Optional.of(new PodSelection.Labelled(labels));
    }

    private static Target target(String namespace, PodSelection selection) {
        return switch (selection) {
            case PodSelection.Labelled(Map<String, String> labels) -> new Target.OfPods(namespace, labels);
            case PodSelection.OfWorkload(WorkloadKind kind, String name) ->
                new Target.OfWorkload(namespace, kind, name);
        };
    }

    private static void oneIdentity(Parts parts) {
        if (parts.labels().isPresent() && parts.workload().isPresent()) {
            parts.fields().wrong("the peer has both labels and a workload, and its identity can only come from one."
                    + " Drop the labels to use those of the workload's pods.");
        } else if (parts.pods().isPresent() && (parts.labels().isPresent() || parts.workload().isPresent())) {
            parts.fields().wrong("the peer has pods beside labels or a workload, and its identity can only come from"
                    + " one. Keep pods to probe from a pod that is there, or drop it to launch one like it.");
        }
    }

    private static boolean standsIn(Parts parts, boolean withoutLabels, boolean reachesPods) {
        if (!parts.standIn().flatMap(value -> value.read(Vocabulary.SWITCHES)).orElse(false)) {
            return false;
        }
        if (parts.labels().isEmpty() && parts.workload().isEmpty()) {
            parts.fields().wrong("a stand-in has no identity to take on. Give the peer labels or a workload.");
        } else if (withoutLabels) {
            parts.fields().wrong("a stand-in without labels could be any pod of the namespace. Give the peer labels.");
        } else if (parts.service().isPresent() && !reachesPods) {
            parts.fields().wrong("a stand-in joins no Service, and is reached as a pod. Add reach: pods.");
        }
        return true;
    }

    private static boolean reachesPods(Parts parts) {
        var reach = parts.reach().flatMap(value -> value.read(Vocabulary.REACHES)).orElse("");
        boolean hasPods = parts.workload().isPresent() || parts.pods().isPresent()
                || (parts.labels().isPresent() && parts.standIn().isPresent());
        if (reach.equals("pods") && !hasPods) {
            parts.reach().ifPresent(value -> value.wrong(
                    "reach pods needs a workload to take the pods from. Add workload: deployment/NAME."));
        } else if (reach.equals("service") && parts.service().isEmpty()) {
            parts.reach().ifPresent(value -> value.wrong("reach service needs a Service. Add service: NAME."));
        }
        return reach.equals("pods");
    }
}
