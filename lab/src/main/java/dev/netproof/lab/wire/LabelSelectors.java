package dev.netproof.lab.wire;

import java.util.Map;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;

/** Label selectors as Kubernetes reads them: everything must hold, and an empty one selects all. */
final class LabelSelectors {

    private LabelSelectors() {}

    static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(Absent.asEmpty(selector.getMatchLabels()).entrySet())
                && Absent.asEmpty(selector.getMatchExpressions()).stream()
                        .allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(LabelSelectorRequirement expression, Map<String, String> labels) {
        String value = labels.get(expression.getKey());
        return switch (expression.getOperator()) {
            case "In" -> value != null && expression.getValues().contains(value);
            case "NotIn" -> value == null || !expression.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException("selector: unknown operator '" + expression.getOperator()
                    + "'. Use In, NotIn, Exists or DoesNotExist.");
        };
    }
}
