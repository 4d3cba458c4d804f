package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnforceablePolicyTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {podSelector: {matchExpressions: [{key: a, operator: Is}]}} | unknown operator 'Is'. Use In, NotIn, Exists or DoesNotExist.
                                            {podSelector: {}, egress: [{to: [{namespaceSelector: {matchExpressions: [{key: a, operator: Gt}]}}]}]} | unknown operator 'Gt'. Use In, NotIn, Exists or DoesNotExist.
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]} | ipBlock: '10.0.0.0/33' is no address or range. Write it as 10.0.0.1, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32.
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [ten]}}]}]} | ipBlock: 'ten' is no address or range. Write it as 10.0.0.1, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32.
                                            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]} | ipBlock stands beside a selector in one peer. Make them two peers.
                                            {podSelector: {}, ingress: [{ports: [{port: 8080, endPort: 8000}]}]} | endPort 8000 is below port 8080. Raise endPort, or drop it to mean port 8080 only.
                                            {podSelector: {}, ingress: [{ports: [{port: web, endPort: 8000}]}]} | endPort without a port number. Give the range its first port.
                                            {podSelector: {}, ingress: [{ports: [{port: 65536}]}]} | port 65536 is not from 1 to 65535. Correct it.
                                            {podSelector: {}, ingress: [{ports: [{port: 1, protocol: ICMP}]}]} | unknown protocol 'ICMP'. Use TCP, UDP or SCTP.
                                            """)
    void refuses(String spec, String problem) {
        assertThatThrownBy(() -> EnforceablePolicy.validate(policy(spec))).isInstanceOf(IOException.class)
                .hasMessage("NetworkPolicy shop/p: " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{podSelector: {}}", "{podSelector: {}, ingress: [{}], egress: }",
            "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: '2001:db8::/32'}}], ports: [{protocol: UDP}]}]}"})
    void accepts(String spec) {
        assertThatCode(() -> EnforceablePolicy.validate(policy(spec))).doesNotThrowAnyException();
    }

    private static NetworkPolicy policy(String spec) {
        return new KubernetesSerialization().unmarshal(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: p}\nspec: "
                        + spec,
                NetworkPolicy.class);
    }
}
