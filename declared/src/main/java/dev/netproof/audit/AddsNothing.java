package dev.netproof.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.PolicyParts.Part;

/** A policy whose every word another one says as well. */
final class AddsNothing implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("policy-adds-nothing", Severity.MINOR,
            "A policy that others make useless",
            "Policies add up. Where others isolate the same pods and allow all it allows, it could be removed and nothing "
                    + "would change: either the other is too wide, or this one was forgotten.",
            "Narrow the wider policy, or remove this one.");

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.policies().stream().flatMap(policy -> covering(policy, scene.policies(policy.namespace())).stream()
                .map(names -> found(policy.object(), "", "All it isolates and allows, " + names + " does, too.")));
    }

    private static Optional<String> covering(Policy policy, List<Policy> neighbours) {
        List<Policy> wider = neighbours.stream().filter(other -> !other.parts().ref().equals(policy.parts().ref()))
                .filter(other -> policy.subject().isWithin(other.subject()))
                // A default deny is written for clarity, beside whatever isolates as well.
                .filter(other -> !policy.isPureDeny() || other.isPureDeny()).toList();
        List<String> names = new ArrayList<>();
        for (var direction : policy.parts().directions()) {
            Optional<Policy> isolating = wider.stream().filter(other -> other.isolates(direction)).findFirst();
            if (isolating.isEmpty()) {
                return Optional.empty();
            }
            if (policy.isPureDeny()) {
                names.add(isolating.get().object().toString());
            }
        }
        for (Part rule : policy.rules()) {
            Optional<Policy> allowing = wider.stream().filter(other -> other.rules().stream()
                    .anyMatch(wide -> wide.ref().direction() == rule.ref().direction() && rule.isWithin(wide)))
                    .findFirst();
            if (allowing.isEmpty()) {
                return Optional.empty();
            }
            names.add(allowing.get().object().toString());
        }
        // Of two that say the same, the first by name stays.
        boolean twin = wider.stream().anyMatch(other -> names.contains(other.object().toString())
                && policy.object().name().compareTo(other.object().name()) < 0 && isSame(policy, other));
        return twin ? Optional.empty() : Optional.of(Audited.list(names));
    }

    private static boolean isSame(Policy one, Policy other) {
        return other.subject().isWithin(one.subject()) && one.parts().directions().equals(other.parts().directions())
                && other.rules().stream().allMatch(rule -> one.rules().stream()
                        .anyMatch(wide -> wide.ref().direction() == rule.ref().direction() && rule.isWithin(wide)));
    }
}
