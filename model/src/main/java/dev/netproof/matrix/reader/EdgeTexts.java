package dev.netproof.matrix.reader;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.netproof.evidence.Governance;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.Via;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.matrix.yaml.Variables;
import org.jspecify.annotations.Nullable;

/** The texts of an edge in which variables may stand. */
final class EdgeTexts {

    private EdgeTexts() {}

    /** The variables on which the connection depends. */
    static Set<String> variables(Edge edge) {
        var found = new Collector();
        found.replace(edge.source().identity());
        found.replace(edge.destination().target());
        if (edge.via() != null) {
            found.replace(edge.via().proxy().target());
        }
        if (edge.ask() != null) {
            found.replace(edge.ask());
        }
        return found.variables;
    }

    /** The variables of one end of an edge. */
    static Set<String> variables(@Nullable Identity identity, @Nullable Target target) {
        var found = new Collector();
        if (identity != null) {
            found.replace(identity);
        }
        if (target != null) {
            found.replace(target);
        }
        return found.variables;
    }

    /** The edge under another id, with values in place of variables. */
    static Edge fill(Edge edge, String id, Map<String, String> values) {
        var texts = new Replacement(text -> Variables.fill(text, values));
        var via = edge.via();
        return new Edge(id, edge.position(), new Source(edge.source().peer(), texts.replace(edge.source().identity())),
                texts.replace(edge.destination()), edge.port(), edge.expected(), edge.otherwise(),
                edge.ask() == null ? null : texts.replace(edge.ask()), edge.timeout(), edge.convergence(), edge.mode(),
                edge.severity(), edge.tags(), texts.replace(edge.governance()),
                via == null ? null : new Via(texts.replace(via.proxy()), via.port()), edge.needsControl(),
                edge.vantage());
    }

    private static final class Collector {

        private final Set<String> variables = new LinkedHashSet<>();
        private final Replacement texts = new Replacement(text -> {
            variables.addAll(Variables.in(text));
            return text;
        });

        void replace(Identity identity) {
            texts.replace(identity);
        }

        void replace(Target target) {
            texts.replace(target);
        }

        void replace(Ask ask) {
            texts.replace(ask);
        }
    }

    /** Puts each text through a function. */
    private record Replacement(UnaryOperator<String> text) {

        Identity replace(Identity identity) {
            return switch (identity) {
                case Identity.Labelled(String namespace, Map<String, String> labels) ->
                    new Identity.Labelled(text.apply(namespace), replace(labels));
                case Identity.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                    new Identity.OfWorkload(text.apply(namespace), kind, text.apply(name));
                case Identity.OfPods(String namespace, PodSelection pods) ->
                    new Identity.OfPods(text.apply(namespace), replace(pods));
            };
        }

        private PodSelection replace(PodSelection pods) {
            return switch (pods) {
                case PodSelection.Labelled(Map<String, String> labels) -> new PodSelection.Labelled(replace(labels));
                case PodSelection.OfWorkload(WorkloadKind kind, String name) ->
                    new PodSelection.OfWorkload(kind, text.apply(name));
            };
        }

        private Map<String, String> replace(Map<String, String> labels) {
            var replaced = new HashMap<>(labels);
            replaced.replaceAll((key, value) -> text.apply(value));
            return replaced;
        }

        Destination replace(Destination destination) {
            return new Destination(destination.peer(), replace(destination.target()), destination.standIn());
        }

        Target replace(Target target) {
            return switch (target) {
                case Target.OfService(String namespace, String name) ->
                    new Target.OfService(text.apply(namespace), text.apply(name));
                case Target.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                    new Target.OfWorkload(text.apply(namespace), kind, text.apply(name));
                case Target.OfPods(String namespace, Map<String, String> labels) ->
                    new Target.OfPods(text.apply(namespace), replace(labels));
                case Target.Address address -> address;
                case Target.Host(String host) -> new Target.Host(text.apply(host));
            };
        }

        Ask replace(Ask ask) {
            return switch (ask) {
                case Ask.Handshake handshake -> handshake;
                case Ask.Datagram datagram -> datagram;
                case Ask.Request request -> new Ask.Request(request.tls(), request.method(),
                        text.apply(request.path()), request.expectStatus());
                case Ask.Query(String name) -> new Ask.Query(text.apply(name));
            };
        }

        Governance replace(Governance governance) {
            return new Governance(replaceIfWritten(governance.because()), replaceIfWritten(governance.owner()),
                    replaceIfWritten(governance.ticket()), governance.expires(),
                    replaceIfWritten(governance.approver()));
        }

        private @Nullable String replaceIfWritten(@Nullable String written) {
            return written == null ? null : text.apply(written);
        }
    }
}
