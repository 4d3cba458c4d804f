package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTests {
    private final Resources resources = new Resources(new ObjectStore(), new ResourceTypes());

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"},\"podSelector\":{}}]}|may not specify both ipBlock and another peer",
            "{\"from\":[{}]}|must specify a peer",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.300/8\"}}]}|valid CIDR value",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\",\"except\":[\"11.0.0.0/16\"]}}]}|must be a strict subset of `cidr`",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\",\"except\":[\"10.0.0.0/8\"]}}]}|must be a strict subset of `cidr`",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"2001:db8::/32\",\"except\":[\"2001:db9::/48\"]}}]}|must be a strict subset of `cidr`",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"::/0\",\"except\":[\"10.0.0.0/8\"]}}]}|must be a strict subset of `cidr`",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\":::/0\"}}]}|valid CIDR value",
            "{\"ports\":[{\"port\":8080,\"endPort\":8000}]}|must be greater than or equal to `port`",
            "{\"ports\":[{\"port\":\"http\",\"endPort\":8000}]}|may not be specified when `port` is non-numeric",
            "{\"ports\":[{\"port\":70000}]}|must be between 1 and 65535",
            "{\"ports\":[{\"port\":1,\"protocol\":\"ICMP\"}]}|supported values",
            "{\"from\":[{\"podSelector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\"}]}}]}|must be specified when `operator` is 'In'",
            "{\"from\":[{\"podSelector\":{\"matchLabels\":{\"a\":\"-\"}}}]}|a valid label must be"})
    void aWrongRuleOfAPolicyIsRefused(String rule, String why) {
        assertThatThrownBy(() -> resources.check(ResourceTypes.NETWORK_POLICIES,
                Json.parse("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"ingress\":[" + rule + "]}}")))
                .isInstanceOfSatisfying(ApiError.class, error -> {
                    assertThat(error.code()).isEqualTo(422);
                    assertThat(error).hasMessageStartingWith("NetworkPolicy.networking.k8s.io \"p\" is invalid: "
                            + "spec.ingress[0].").hasMessageContaining(why);
                    assertThat(Json.objects(error.status(), "details", "causes")).hasSize(1);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"from\":[{\"ipBlock\":{\"cidr\":\"0.0.0.0/0\",\"except\":[\"10.0.0.0/8\"]}}]}",
            "{\"from\":[{\"ipBlock\":{\"cidr\":\"::/0\",\"except\":[\"2001:db8::/32\"]}}]}",
            "{\"ports\":[{\"port\":\"http\"},{\"port\":1,\"endPort\":9}]}",
            "{\"from\":[{\"namespaceSelector\":{},\"podSelector\":{\"matchLabels\":{\"a\":\"\"}}}]}"})
    void aRightRuleOfAPolicyIsTaken(String rule) {
        assertThatCode(() -> resources.check(ResourceTypes.NETWORK_POLICIES,
                Json.parse("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"ingress\":[" + rule + "]}}")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "under_score", "-dash", "dot.", ""})
    void aNameThatIsNoDnsNameIsRefused(String name) {
        assertThatThrownBy(() -> resources.check(ResourceTypes.CONFIG_MAPS,
                Json.parse("{\"metadata\":{\"name\":\"" + name + "\"}}"))).hasMessageContaining("metadata.name");
    }
}
