package dev.netproof.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import org.jspecify.annotations.Nullable;

/** Which labels a Kubernetes label selector matches: every requirement must hold, an empty selector matches all. */
final class LabelSelectors {

    private LabelSelectors() {}

    static boolean matches(LabelSelector selector, @Nullable Map<String, String> labels) {
        Map<String, String> present = Objects.requireNonNullElse(labels, Map.of());
        Map<String, String> wanted = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        List<LabelSelectorRequirement> requirements = Objects.requireNonNullElse(selector.getMatchExpressions(),
                List.of());
        return present.entrySet().containsAll(wanted.entrySet())
                && requirements.stream().allMatch(requirement -> holds(requirement, present));
    }

    /** {@code NotIn} holds for an object that does not carry the key at all. */
    private static boolean holds(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException("unknown selector operator " + requirement.getOperator());
        };
    }
}
