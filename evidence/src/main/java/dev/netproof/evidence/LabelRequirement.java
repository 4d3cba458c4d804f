package dev.netproof.evidence;

import java.util.List;

/**
 * What a selector asks of one label.
 *
 * @param values sorted; one for {@code EQUALS}, none where the operator takes none
 */
public record LabelRequirement(String key, Operator operator, List<String> values) {

    /** How the label is compared: {@code matchLabels}, or an operator of {@code matchExpressions}. */
    public enum Operator {
        EQUALS, IN, NOT_IN, EXISTS, DOES_NOT_EXIST
    }

    public LabelRequirement {
        values = values.stream().sorted().toList();
    }

    /** One of {@code matchLabels}. */
    public static LabelRequirement equal(String key, String value) {
        return new LabelRequirement(key, Operator.EQUALS, List.of(value));
    }
}
