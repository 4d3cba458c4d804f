package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTests {

    @ParameterizedTest(name = "{0} merged with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"a\":1,\"b\":{\"c\":2}}|{\"b\":{\"c\":null,\"d\":3}}|{\"a\":1,\"b\":{\"d\":3}}",
            "{\"a\":[1,2]}|{\"a\":[3]}|{\"a\":[3]}", "{\"a\":1}|{\"a\":{\"b\":null,\"c\":2}}|{\"a\":{\"c\":2}}"})
    void mergesAsRfc7386Says(String target, String patch, String expected) {
        assertThat(Patches.merge(Json.parse(target), Json.parse(patch))).isEqualTo(Json.parse(expected));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"a\":[1,2]}|[{\"op\":\"add\",\"path\":\"/a/-\",\"value\":3}]|{\"a\":[1,2,3]}",
            "{\"a\":[1,2]}|[{\"op\":\"add\",\"path\":\"/a/0\",\"value\":0}]|{\"a\":[0,1,2]}",
            "{\"a\":[1,2]}|[{\"op\":\"remove\",\"path\":\"/a/0\"}]|{\"a\":[2]}",
            "{\"a/b\":1}|[{\"op\":\"replace\",\"path\":\"/a~1b\",\"value\":2}]|{\"a/b\":2}",
            "{\"a\":1}|[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}]|{\"b\":1}",
            "{\"a\":1}|[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}]|{\"a\":1,\"b\":1}",
            "{\"a\":1}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]|{\"a\":1}"})
    void appliesOperationsAsRfc6902Says(String target, String operations, String expected) {
        assertThat(Patches.apply(Json.parse(target), Json.parseAny(operations))).isEqualTo(Json.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]", "[{\"op\":\"remove\",\"path\":\"/b\"}]",
            "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":1}]", "[{\"op\":\"add\",\"path\":\"/l/9\",\"value\":1}]",
            "[{\"op\":\"add\",\"path\":\"/l/x\",\"value\":1}]", "[{\"op\":\"add\",\"path\":\"/b/c\",\"value\":1}]",
            "[{\"op\":\"remove\",\"path\":\"/l/0\"}]", "[{\"op\":\"move\",\"from\":\"/b\",\"path\":\"/c\"}]",
            "[{\"op\":\"copy\",\"from\":\"/b\",\"path\":\"/c\"}]", "[{\"op\":\"jump\",\"path\":\"/a\"}]",
            "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]",
            "[{\"op\":\"add\",\"path\":\"/c\"}]", "[{\"op\":\"remove\",\"path\":\"\"}]", "{\"op\":\"remove\"}", "[1]"})
    void anOperationThatDoesNotFitIsUnprocessable(String operations) {
        assertThatThrownBy(() -> Patches.apply(Json.parse("{\"a\":1,\"l\":[]}"), Json.parseAny(operations)))
                .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(422));
    }

    @Test
    void containersAreMergedByNameAndTheirPortsByNumber() {
        String pod = """
                     {"spec": {"containers": [
                       {"name": "a", "image": "a:1", "ports": [{"containerPort": 80, "protocol": "TCP"}]},
                       {"name": "b", "image": "b:1"}]}}""";

        assertThat(StrategicMergePatch.apply(Json.parse(pod),
                Json.parse("""
                           {"spec": {
                             "$setElementOrder/containers": [{"name": "c"}, {"name": "a"}],
                             "containers": [
                               {"name": "a", "image": "a:2", "ports": [{"containerPort": 81}]},
                               {"name": "b", "$patch": "delete"},
                               {"name": "c", "image": "c:1"}]}}"""))).isEqualTo(
                        Json.parse("""
                                   {"spec": {"containers": [
                                     {"name": "c", "image": "c:1"},
                                     {"name": "a", "image": "a:2", "ports": [{"containerPort": 80, "protocol": "TCP"},
                                       {"containerPort": 81}]}]}}"""));
    }

    @Test
    void listsWithoutAKeyAreReplaced() {
        assertThat(StrategicMergePatch.apply(Json.parse("{\"spec\": {\"ingress\": [{\"from\": []}], \"x\": 1}}"),
                Json.parse("{\"spec\": {\"ingress\": [{}], \"x\": null}}")))
                .isEqualTo(Json.parse("{\"spec\": {\"ingress\": [{}]}}"));
    }

    @Test
    void directivesReplaceAndRetain() {
        assertThat(StrategicMergePatch.apply(Json.parse("{\"a\": {\"x\": 1}, \"b\": {\"x\": 1, \"y\": 2}}"),
                Json.parse("{\"a\": {\"$patch\": \"replace\", \"z\": 3}, \"b\": {\"$retainKeys\": [\"y\"]}}")))
                .isEqualTo(Json.parse("{\"a\": {\"z\": 3}, \"b\": {\"y\": 2}}"));
        assertThat(StrategicMergePatch.apply(Json.parse("{\"metadata\": {\"finalizers\": [\"a\", \"b\"]}}"), Json.parse(
                "{\"metadata\": {\"$deleteFromPrimitiveList/finalizers\": [\"a\"], \"finalizers\": [\"b\", \"c\"]}}")))
                .isEqualTo(Json.parse("{\"metadata\": {\"finalizers\": [\"b\", \"c\"]}}"));
    }
}
