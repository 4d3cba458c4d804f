package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import dev.netproof.lab.network.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ServiceFamiliesTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {}                                       | SingleStack      | ["IPv4"]        | ["v4"]
                                                                  {"ipFamilyPolicy":"SingleStack"}         | SingleStack      | ["IPv4"]        | ["v4"]
                                                                  {"ipFamilyPolicy":"PreferDualStack"}     | PreferDualStack  | ["IPv4","IPv6"] | ["v4","v6:"]
                                                                  {"ipFamilyPolicy":"RequireDualStack"}    | RequireDualStack | ["IPv4","IPv6"] | ["v4","v6:"]
                                                                  {"ipFamilies":["IPv6"]}                  | SingleStack      | ["IPv6"]        | ["v6:"]
                                                                  {"ipFamilies":["IPv6","IPv4"]}           | RequireDualStack | ["IPv6","IPv4"] | ["v6:","v4"]
                                                                  {"clusterIP":"fd00:10:96::9"}            | SingleStack      | ["IPv6"]        | ["fd00:10:96::9"]
                                                                  {"clusterIP":"None","ipFamilyPolicy":"PreferDualStack"} | PreferDualStack | ["IPv4","IPv6"] | ["None"]
                                                                  {"clusterIP":"10.96.0.9","ipFamilyPolicy":"PreferDualStack"} | PreferDualStack | ["IPv4","IPv6"] | ["10.96.0.9","v6:"]
                                                                  """)
    void aServiceGetsItsFamilies(String spec, String policy, String families, String clusterIps) {
        ObjectNode filled = filled(List.of(IpFamily.IPV4, IpFamily.IPV6), spec);

        assertThat(Json.text(filled, "ipFamilyPolicy")).isEqualTo(policy);
        assertThat(filled.path("ipFamilies")).hasToString(families);
        assertThat(filled.path("clusterIPs")).hasToString(clusterIps);
        assertThat(filled.path("clusterIP")).isEqualTo(filled.path("clusterIPs").path(0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {}                                   | ["IPv4"] | ["v4"]
                                                                  {"ipFamilyPolicy":"PreferDualStack"} | ["IPv4"] | ["v4"]
                                                                  """)
    void aClusterOfOneFamilyGivesThat(String spec, String families, String clusterIps) {
        ObjectNode filled = filled(List.of(IpFamily.IPV4), spec);

        assertThat(filled.path("ipFamilies")).hasToString(families);
        assertThat(filled.path("clusterIPs")).hasToString(clusterIps);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {"ipFamilyPolicy":"RequireDualStack"} | spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services
                                                                  {"ipFamilies":["IPv6"]}               | spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster
                                                                  {"clusterIP":"fd00:10:96::9"}         | not of a family this cluster has
                                                                  {"ipFamilyPolicy":"Both"}             | supported values: "PreferDualStack", "RequireDualStack", "SingleStack"
                                                                  """)
    void whatAClusterOfOneFamilyLacksIsRefused(String spec, String why) {
        assertThatThrownBy(() -> filled(List.of(IpFamily.IPV4), spec)).isInstanceOf(ApiError.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv4","IPv6"]}
                                                                  {"ipFamilyPolicy":"SingleStack","clusterIPs":["10.96.0.9","fd00:10:96::9"]}
                                                                  """)
    void aSingleStackHasNoSecondFamily(String spec) {
        assertThatThrownBy(() -> filled(List.of(IpFamily.IPV4, IpFamily.IPV6), spec)).isInstanceOf(ApiError.class)
                .hasMessageContaining("must be 'RequireDualStack' or 'PreferDualStack'");
    }

    private static ObjectNode filled(List<IpFamily> cluster, String spec) {
        ObjectNode service = Json.parse("{\"metadata\":{\"name\":\"s\"},\"spec\":" + spec + "}");
        ServiceFamilies families = new ServiceFamilies(cluster, family -> switch (family) {
            case IPV4 -> "v4";
            case IPV6 -> "v6:";
        });
        families.fill(service);
        families.fill(service);
        return Json.child(service, "spec");
    }
}
