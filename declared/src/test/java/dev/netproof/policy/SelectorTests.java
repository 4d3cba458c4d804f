package dev.netproof.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTests {

    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");

    private static LabelSelector expression(String key, String operator, List<String> values) {
        return new LabelSelectorBuilder().addToMatchExpressions(new LabelSelectorRequirement(key, operator, values))
                .build();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
            "app,   In,           web,  true",
            "app,   In,           api,  false",
            "zone,  In,           web,  false",
            "app,   NotIn,        api,  true",
            "app,   NotIn,        web,  false",
            "zone,  NotIn,        web,  true",
            "app,   Exists,       '',   true",
            "zone,  Exists,       '',   false",
            "app,   DoesNotExist, '',   false",
            "zone,  DoesNotExist, '',   true"})
    void anExpressionHolds(String key, String operator, String value, boolean holds) {
        assertThat(Selector.matches(expression(key, operator, value.isEmpty() ? List.of() : List.of(value)),
                LABELS)).isEqualTo(holds);
    }

    @Test
    void labelsAndExpressionsMustAllHold() {
        LabelSelector both = new LabelSelectorBuilder().addToMatchLabels("app", "web")
                .addToMatchExpressions(new LabelSelectorRequirement("tier", "In", List.of("front", "back")))
                .addToMatchExpressions(new LabelSelectorRequirement("zone", "Exists", List.of()))
                .build();

        assertThat(Selector.matches(both, LABELS)).isFalse();
        assertThat(Selector.matches(both, Map.of("app", "web", "tier", "back", "zone", "a"))).isTrue();
    }

    @Test
    void anEmptySelectorSelectsEverything() {
        assertThat(Selector.matches(new LabelSelector(), LABELS)).isTrue();
        assertThat(Selector.matches(new LabelSelector(), null)).isTrue();
    }

    @Test
    void whatAnApiServerRefusesMeetsNothing() {
        assertThat(Selector.matches(expression("app", "Like", List.of("web")), LABELS)).isFalse();
        assertThat(Selector.matches(expression("app", "In", List.of()), LABELS)).isFalse();
    }
}
