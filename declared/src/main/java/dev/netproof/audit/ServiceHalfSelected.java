package dev.netproof.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import io.fabric8.kubernetes.api.model.Service;

/** Pods behind one Service of which a policy selects some, while others are open. */
final class ServiceHalfSelected implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("service-half-isolated", Severity.MAJOR,
            "A Service of which only some pods are isolated",
            "A policy selects some of the pods behind a Service by a label that the others lack. Through the Service, "
                    + "whoever should be kept out gets in by chance, and a single probe mostly doesn't show it.",
            "Let the policy select by the label that the Service selects, or isolate every pod by a default deny.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.input().snapshot().services().stream().flatMap(service -> check(scene, service));
    }

    private Stream<RuleMatch> check(AuditContext scene, Service service) {
        Map<String, String> selector = service.getSpec() == null ? Map.of()
                : Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
        List<Member> behind = scene.selectable(service.getMetadata().getNamespace()).stream()
                .filter(member -> !selector.isEmpty() && member.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
        List<Member> open = behind.stream().filter(member -> !scene.isIsolated(Direction.INGRESS, member)).toList();
        if (open.isEmpty() || open.size() == behind.size()) {
            return Stream.empty();
        }
        List<String> policies = scene.policies(service.getMetadata().getNamespace()).stream()
                .filter(policy -> behind.stream().anyMatch(member -> policy.isolates(Direction.INGRESS, member)))
                .map(policy -> policy.object() + " (" + policy.subject() + ")").toList();
        return Stream.of(found(new Audited("Service", service.getMetadata().getNamespace(),
                service.getMetadata().getName(), Audited.of(service).annotations()), "spec.selector",
                "Of its pods, " + Audited.list(AuditContext.names(open)) + " "
                        + (AuditContext.count(open) == 1 ? "is" : "are") + " open: " + Audited.list(policies)
                        + " selects only the others."));
    }
}
