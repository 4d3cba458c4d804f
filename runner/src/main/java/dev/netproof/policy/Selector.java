package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import org.jspecify.annotations.Nullable;

/**
 * A label selector: everything must hold, and an empty one selects all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and Selectors</a>
 */
record Selector(Map<String, String> labels, List<Requirement> requirements) {

    static final Selector ALL = new Selector(Map.of(), List.of());

    enum Operator {
        IN("In"), NOT_IN("NotIn"), EXISTS("Exists"), DOES_NOT_EXIST("DoesNotExist");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        private boolean takesValues() {
            return switch (this) {
                case IN, NOT_IN -> true;
                case EXISTS, DOES_NOT_EXIST -> false;
            };
        }

        private static Operator of(@Nullable String word) throws UnreadablePolicyException {
            for (Operator operator : values()) {
                if (operator.word.equals(word)) {
                    return operator;
                }
            }
            throw new UnreadablePolicyException("has a selector with the unknown operator '" + word + "'");
        }
    }

    record Requirement(String key, Operator operator, Set<String> values) {

        Requirement {
            values = Set.copyOf(values);
        }

        /** {@code NotIn} holds where the key is absent. */
        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        @Override
        public String toString() {
            return key + " " + operator.word + (operator.takesValues() ? " " + values.stream().sorted().toList() : "");
        }
    }

    Selector {
        labels = Map.copyOf(labels);
        requirements = List.copyOf(requirements);
    }

    /** What an API server would refuse is unreadable here, too. */
    static Selector of(LabelSelector selector) throws UnreadablePolicyException {
        List<Requirement> requirements = new ArrayList<>();
        for (LabelSelectorRequirement requirement : Objects.requireNonNullElse(selector.getMatchExpressions(),
                List.<LabelSelectorRequirement>of())) {
            requirements.add(requirement(requirement.getKey(), requirement.getOperator(),
                    Objects.requireNonNullElse(requirement.getValues(), List.of())));
        }
        Map<String, String> labels = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        if (labels.containsKey(null) || labels.containsValue(null)) {
            throw new UnreadablePolicyException("has a selector with a label without key or value");
        }
        return new Selector(labels, requirements);
    }

    static Requirement requirement(@Nullable String key, @Nullable String word, List<String> values)
            throws UnreadablePolicyException {
        Operator operator = Operator.of(word);
        if (key == null || key.isEmpty()) {
            throw new UnreadablePolicyException("has a selector expression without a key");
        }
        if (operator.takesValues() == values.isEmpty()) {
            throw new UnreadablePolicyException("has a selector expression on " + key + " whose operator " + word
                    + (values.isEmpty() ? " lacks values" : " takes no values"));
        }
        return new Requirement(key, operator, Set.copyOf(values));
    }

    boolean selects(Map<String, String> candidate) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(candidate.get(label.getKey()))) {
                return false;
            }
        }
        for (Requirement requirement : requirements) {
            if (!requirement.holds(candidate)) {
                return false;
            }
        }
        return true;
    }
}
