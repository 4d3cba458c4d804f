package dev.netproof.matrix;

import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Position;

/**
 * One variable of {@code forEach}: edges that speak of it are there once for each of its values.
 *
 * @param position of its name
 */
public record Repetition(String variable, Position position, Over over) {

    /** Where the values come from. */
    public sealed interface Over {

        /** They stand in the matrix. */
        record Names(List<String> names) implements Over {
            public Names {
                names = List.copyOf(names);
            }
        }

        /** They are the names of the namespaces with these labels. */
        record Namespaces(NamespaceSelector selector) implements Over {}
    }

    /**
     * The values, in a stable order.
     *
     * @param namespaces of the cluster, each with its labels
     */
    public List<String> values(Map<String, Map<String, String>> namespaces) {
        return switch (over) {
            case Over.Names(List<String> names) -> names;
            case Over.Namespaces(NamespaceSelector selector) -> namespaces.entrySet().stream()
                    .filter(namespace -> selector.matches(namespace.getValue())).map(Map.Entry::getKey).sorted()
                    .toList();
        };
    }
}
