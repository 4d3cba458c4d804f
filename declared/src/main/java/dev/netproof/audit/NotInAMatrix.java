package dev.netproof.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import io.fabric8.kubernetes.api.model.Service;

/** Workloads of which no matrix speaks. */
final class NotInAMatrix implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("workload-not-in-matrix", Severity.MINOR,
            "A workload that no matrix covers",
            "What no edge starts from or leads to was agreed by nobody, and no run proves it.",
            "Add edges from and to it, or otherwise, to a matrix.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        if (scene.input().matrices().isEmpty()) {
            return Stream.empty();
        }
        List<Edge> edges = scene.input().matrices().stream().flatMap(matrix -> matrix.edges().stream()).toList();
        return scene.members().filter(member -> !member.onNode() && !scene.isPassedOver(member.namespace()))
                .filter(member -> edges.stream().noneMatch(edge -> startsFrom(edge, member)
                        || leadsTo(edge.destination().target(), member, scene)
                        || (edge.via() != null && leadsTo(edge.via().proxy().target(), member, scene))))
                .map(member -> found(member.audited(), "",
                        "No edge of the given matrices starts from it or leads to it."))
                .distinct();
    }

    private static boolean startsFrom(Edge edge, Member member) {
        return startsFrom(edge.source().identity(), member);
    }

    private static boolean startsFrom(Identity identity, Member member) {
        return switch (identity) {
            case Identity.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                is(member, namespace, kind, name);
            case Identity.Labelled(String namespace, Map<String, String> labels) ->
                namespace.equals(member.namespace()) && !labels.isEmpty()
                        && member.labels().entrySet().containsAll(labels.entrySet());
            case Identity.OfPods pods -> startsFrom(pods.seenByPolicies(), member);
        };
    }

    private static boolean leadsTo(Target target, Member member, AuditContext scene) {
        return switch (target) {
            case Target.OfWorkload(String namespace, WorkloadKind kind, String name) ->
                is(member, namespace, kind, name);
            case Target.OfService(String namespace, String name) -> namespace.equals(member.namespace())
                    && scene.input().snapshot().services().stream()
                            .anyMatch(service -> service.getMetadata().getNamespace().equals(namespace)
                                    && service.getMetadata().getName().equals(name) && isBehind(service, member));
            case Target.OfPods(String namespace, Map<String, String> labels) -> namespace.equals(member.namespace())
                    && member.labels().entrySet().containsAll(labels.entrySet());
            case Target.Address address -> false;
            case Target.Host host -> false;
        };
    }

    private static boolean is(Member member, String namespace, WorkloadKind kind, String name) {
        return member.namespace().equals(namespace) && member.workload().name().equals(name)
                && member.workload().kind().equalsIgnoreCase(kind.name());
    }

    private static boolean isBehind(Service service, Member member) {
        Map<String, String> selector = service.getSpec() == null ? Map.of()
                : Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
        return !selector.isEmpty() && member.labels().entrySet().containsAll(selector.entrySet());
    }
}
