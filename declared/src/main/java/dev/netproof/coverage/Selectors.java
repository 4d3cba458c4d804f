package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import org.jspecify.annotations.Nullable;

/** Label selectors that select a little more, or a little less. */
final class Selectors {

    private Selectors() {}

    static boolean isEmpty(@Nullable LabelSelector selector) {
        return selector == null || (labels(selector).isEmpty() && expressions(selector).isEmpty());
    }

    /** Each with one requirement less, by what it lacks; none of one requirement, which would be empty without it. */
    static Map<String, LabelSelector> loosened(@Nullable LabelSelector selector) {
        Map<String, LabelSelector> loosened = new LinkedHashMap<>();
        if (selector == null || labels(selector).size() + expressions(selector).size() < 2) {
            return loosened;
        }
        for (Map.Entry<String, String> label : new TreeMap<>(labels(selector)).entrySet()) {
            Map<String, String> rest = new LinkedHashMap<>(labels(selector));
            rest.remove(label.getKey());
            loosened.put("label " + label.getKey(), new LabelSelectorBuilder(selector).withMatchLabels(rest).build());
        }
        for (int i = 0; i < expressions(selector).size(); i++) {
            LabelSelectorRequirement expression = expressions(selector).get(i);
            loosened.put("expression " + i + " on " + expression.getKey(), new LabelSelectorBuilder(selector)
                    .withMatchExpressions(Draft.without(expressions(selector), i)).build());
        }
        return loosened;
    }

    /** This, but not what carries that label. */
    static LabelSelector sparing(LabelSelector selector, String key, String value) {
        List<LabelSelectorRequirement> expressions = new ArrayList<>(expressions(selector));
        expressions.add(new LabelSelectorRequirement(key, "NotIn", List.of(value)));
        return new LabelSelectorBuilder(selector).withMatchExpressions(expressions).build();
    }

    private static Map<String, String> labels(LabelSelector selector) {
        return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
    }

    private static List<LabelSelectorRequirement> expressions(LabelSelector selector) {
        return Objects.requireNonNullElse(selector.getMatchExpressions(), List.of());
    }
}
