package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.LabelValues;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import org.jspecify.annotations.Nullable;

/**
 * A label selector: everything must hold, and an empty one selects all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and Selectors</a>
 */
public record Selector(Map<String, String> labels, List<Requirement> requirements) {

    public static final Selector ALL = new Selector(Map.of(), List.of());

    public enum Operator {
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

    public record Requirement(String key, Operator operator, Set<String> values) {

        public Requirement {
            values = Set.copyOf(values);
        }

        /** {@code NotIn} holds where the key is absent. */
        public boolean holds(Map<String, String> labels) {
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

    public Selector {
        labels = Map.copyOf(labels);
        requirements = List.copyOf(requirements);
    }

    /**
     * What an API server would refuse is unreadable here, too.
     *
     * @throws UnreadablePolicyException if an operator is unknown, or lacks what it needs
     */
    public static Selector of(LabelSelector selector) throws UnreadablePolicyException {
        List<Requirement> requirements = new ArrayList<>();
        for (LabelSelectorRequirement requirement : Objects.requireNonNullElse(selector.getMatchExpressions(),
                List.<LabelSelectorRequirement>of())) {
            if (requirement == null) {
                throw new UnreadablePolicyException("has a selector expression that is null");
            }
            requirements.add(requirement(requirement.getKey(), requirement.getOperator(),
                    Objects.requireNonNullElse(requirement.getValues(), List.of())));
        }
        Map<String, String> labels = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (label.getKey() == null || label.getValue() == null) {
                throw new UnreadablePolicyException("has a selector with a label without key or value");
            }
        }
        return new Selector(labels, requirements).ofLabels();
    }

    /** Whether a selector meets an object with these labels, null for none. One that an API server would refuse meets nothing. */
    public static boolean matches(LabelSelector selector, @Nullable Map<String, String> labels) {
        try {
            return of(selector).selects(Objects.requireNonNullElse(labels, Map.of()));
        } catch (UnreadablePolicyException e) {
            return false;
        }
    }

    /**
     * This selector.
     *
     * @throws UnreadablePolicyException if it asks for what no label can be, which an API server refuses
     */
    Selector ofLabels() throws UnreadablePolicyException {
        for (String key : keys()) {
            if (new LabelKeys().wrong(key).isPresent()) {
                throw new UnreadablePolicyException(
                        "has a selector with '" + key + "', which is not the key of a label");
            }
        }
        for (String value : labels.values()) {
            check(value);
        }
        for (Requirement requirement : requirements) {
            for (String value : requirement.values()) {
                check(value);
            }
        }
        return this;
    }

    private static void check(String value) throws UnreadablePolicyException {
        if (!LabelValues.isOne(value)) {
            throw new UnreadablePolicyException(
                    "has a selector with '" + value + "', which is not the value of a label");
        }
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
        for (String value : values) {
            if (value == null) {
                throw new UnreadablePolicyException(
                        "has a selector expression on " + key + " with a value that is null");
            }
        }
        return new Requirement(key, operator, Set.copyOf(values));
    }

    public boolean selects(Map<String, String> candidate) {
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

    public boolean isEmpty() {
        return labels.isEmpty() && requirements.isEmpty();
    }

    /** Every key it asks for. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>(labels.keySet());
        requirements.forEach(requirement -> keys.add(requirement.key()));
        return keys;
    }

    /**
     * Whether whatever this selects, the other selects too, as far as that can be told from the two alone: false says
     * nothing.
     */
    public boolean isWithin(Selector other) {
        return labels.entrySet().containsAll(other.labels.entrySet())
                && other.requirements.stream().allMatch(requirement -> requirements.contains(requirement)
                        || (labels.containsKey(requirement.key()) && requirement.holds(labels)));
    }

    /** {@code app=web,tier In [a, b]}; {@code everything} if it is empty. */
    @Override
    public String toString() {
        Stream<String> equal = new TreeMap<>(labels).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue());
        return isEmpty() ? "everything"
                : Stream.concat(equal, requirements.stream().map(Requirement::toString))
                        .collect(Collectors.joining(","));
    }
}
