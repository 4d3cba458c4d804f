package dev.netproof.matrix;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects namespaces by their labels, as Kubernetes does: everything must hold, and an empty selector selects all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label selectors</a>
 */
public record NamespaceSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    public NamespaceSelector {
        matchLabels = Map.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }

    /** What one of {@code matchExpressions} demands. */
    public sealed interface Requirement {

        /** The label is there, with one of these values. */
        record In(String key, Set<String> values) implements Requirement {
            public In {
                values = Set.copyOf(values);
            }
        }

        /** The label has none of these values, or isn't there. */
        record NotIn(String key, Set<String> values) implements Requirement {
            public NotIn {
                values = Set.copyOf(values);
            }
        }

        record Exists(String key) implements Requirement {}

        record DoesNotExist(String key) implements Requirement {}

        /** Whether it holds for these labels. */
        default boolean holds(Map<String, String> labels) {
            return switch (this) {
                case In(String key, Set<String> values) -> labels.containsKey(key) && values.contains(labels.get(key));
                case NotIn(String key, Set<String> values) ->
                    !labels.containsKey(key) || !values.contains(labels.get(key));
                case Exists(String key) -> labels.containsKey(key);
                case DoesNotExist(String key) -> !labels.containsKey(key);
            };
        }
    }

    /** Whether a namespace with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(requirement -> requirement.holds(labels));
    }
}
