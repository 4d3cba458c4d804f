package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class LabelSelectorTests {

    @ParameterizedTest(name = "\"{0}\" matches app=web, tier=front: {1}")
    @CsvSource(delimiter = '|', value = {"''|true", "app=web|true", "app==web|true", "app=db|false", "app!=db|true",
            "app!=web|false", "missing!=x|true", "app|true", "missing|false", "!missing|true", "!app|false",
            "app in (web,db)|true", "app in (db)|false", "app notin (db, cache)|true", "app notin (web)|false",
            "missing notin (x)|true", "app=web,tier=front|true", "app=web,tier=back|false",
            "app in (web),!missing , tier|true", "example.org/x!=y,app=web|true"})
    void selectsByLabels(String selector, boolean matches) {
        ObjectNode object = ObjectStoreTests.labelled("x", "app", "web", "tier", "front");

        assertThat(LabelSelector.parse(selector).matches(object)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a=b=c", "a in b", "a in (b", ",", "a b"})
    void whatIsNoSelectorIsABadRequest(String text) {
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(400));
    }

    @ParameterizedTest(name = "{0} matches app=web: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|true", "{\"matchLabels\": {\"app\": \"web\"}}|true",
            "{\"matchExpressions\": [{\"key\": \"app\", \"operator\": \"In\", \"values\": [\"db\"]}]}|false",
            "{\"matchExpressions\": [{\"key\": \"app\", \"operator\": \"Exists\"}]}|true",
            "{\"matchExpressions\": [{\"key\": \"app\", \"operator\": \"DoesNotExist\"}]}|false"})
    void readsSelectorsOfObjects(String selector, boolean matches) {
        ObjectNode object = ObjectStoreTests.labelled("x", "app", "web");

        assertThat(LabelSelector.of(Json.parse(selector)).matches(object)).isEqualTo(matches);
    }
}
