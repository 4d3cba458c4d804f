package dev.netproof.manifests;

import java.util.List;

import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Meaning;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.LabelValues;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;

/**
 * What an API server asks of label selectors.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and Selectors</a>
 */
final class SelectorRules {

    private static final List<String> WITH_VALUES = List.of("In", "NotIn");
    private static final List<String> WITHOUT_VALUES = List.of("Exists", "DoesNotExist");
    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

    private SelectorRules() {}

    static void expression(Mapping expression, String path, ManifestProblems problems) {
        key(expression, path, problems);
        Scalar operator = expression.scalar("operator");
        if (expression.get("operator") == null) {
            problems.add(expression.at(), path + ".operator is missing", "Write one of " + words() + ".");
        } else if (operator != null && operator.type() == Meaning.TEXT) {
            operator(expression, operator, path, problems);
        }
        expression.items("values").forEach(value -> {
            if (value instanceof Scalar scalar && scalar.type() == Meaning.TEXT && !LabelValues.isOne(scalar.text())) {
                problems.add(value.at(), path + ".values: " + Quote.of(scalar.text()) + " is not a label value",
                        LabelValues.RULE);
            }
        });
    }

    private static void key(Mapping expression, String path, ManifestProblems problems) {
        Scalar key = expression.scalar("key");
        if (expression.get("key") == null) {
            problems.add(expression.at(), path + ".key is missing", "Write the key of a label.");
        } else if (key != null && key.type() == Meaning.TEXT) {
            new LabelKeys().wrong(key.text()).ifPresent(wrong -> problems.add(key.at(),
                    path + ".key: " + Quote.of(key.text()) + " " + wrong.what(), wrong.fix()));
        }
    }

    private static void operator(Mapping expression, Scalar operator, String path, ManifestProblems problems) {
        boolean hasValues = !expression.items("values").isEmpty();
        if (WITH_VALUES.contains(operator.text()) && !hasValues) {
            problems.add(expression.at(), path + ": the operator " + operator.text() + " needs values",
                    "Name at least one.");
        } else if (WITHOUT_VALUES.contains(operator.text()) && hasValues) {
            problems.add(expression.at(), path + ": the operator " + operator.text() + " takes no values",
                    "Remove them, or write In or NotIn.");
        } else if (!OPERATORS.contains(operator.text())) {
            problems.add(operator.at(), path + ".operator: " + Quote.of(operator.text()) + " is not an operator",
                    Nearest.to(operator.text(), OPERATORS).map(word -> "Did you mean " + word + "?")
                            .orElse("Write one of " + words() + "."));
        }
    }

    private static String words() {
        return String.join(", ", OPERATORS);
    }
}
