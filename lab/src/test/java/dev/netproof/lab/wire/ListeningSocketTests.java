package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;

import dev.netproof.lab.wire.ListeningSocket.Behaviour;
import dev.netproof.lab.wire.ListeningSocket.Port;
import dev.netproof.lab.wire.ListeningSocket.Protocol;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningSocketTests {

    private static final String ANY = "*";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                                            8080                    | 8080 | TCP | *         | HTTP
                                            53/UDP                  | 53   | UDP | *         | ECHO
                                            3128=connect-proxy      | 3128 | TCP | *         | CONNECT_PROXY
                                            8080@127.0.0.1=http     | 8080 | TCP | 127.0.0.1 | HTTP
                                            514/UDP@10.0.0.1=silent | 514  | UDP | 10.0.0.1  | SILENT
                                            7/TCP=echo              | 7    | TCP | *         | ECHO
                                            """)
    void itemsOfTheAnnotation(String item, int port, Protocol protocol, String address, Behaviour behaviour)
            throws IOException {
        assertThat(ListeningSocket.of("here", item))
                .containsExactly(new ListeningSocket(new Port(port, protocol), address, behaviour));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            http              | here: 'http' is malformed. Write PORT
                                            8080=HTTP         | here: '8080=HTTP' is malformed. Write PORT
                                            8080/SCTP=echo    | here: '8080/SCTP=echo' is malformed. Write PORT
                                            0=http            | here: '0=http' has no port from 1 to 65535. Write PORT
                                            70000             | here: '70000' has no port from 1 to 65535. Write PORT
                                            80=web            | here: '80=web' has the unknown behaviour 'web'. Write PORT
                                            80/UDP=http       | here: '80/UDP=http' asks for http over UDP. Use it over TCP
                                            80@localhost=http | here: '80@localhost=http': 'localhost' is no address
                                            """)
    void malformedItems(String item, String message) {
        assertThatThrownBy(() -> ListeningSocket.of("here", "9090=none," + item)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void declaredPortsAreServedByProtocol() throws IOException {
        assertThat(ListeningSocket.of(pod(Map.of()))).containsExactly(
                new ListeningSocket(new Port(8080, Protocol.TCP), ANY, Behaviour.HTTP),
                new ListeningSocket(new Port(53, Protocol.UDP), ANY, Behaviour.ECHO),
                new ListeningSocket(new Port(15001, Protocol.TCP), ANY, Behaviour.HTTP));
    }

    @Test
    void portsThatAreProbedByNumberAreServedWithoutADeclaration() throws IOException {
        Pod pod = new KubernetesSerialization().unmarshal("""
                                                          apiVersion: v1
                                                          kind: Pod
                                                          metadata: {namespace: shop, name: a}
                                                          spec:
                                                            containers:
                                                            - name: one
                                                              ports: [{containerPort: 8080, name: http}]
                                                              livenessProbe: {tcpSocket: {port: 9001}}
                                                              startupProbe: {httpGet: {port: 8080}}
                                                              readinessProbe: {httpGet: {port: http}}
                                                            - name: two
                                                              livenessProbe: {grpc: {port: 9003}}
                                                              readinessProbe: {tcpSocket: {host: 10.0.0.1, port: 9004}}
                                                          """);

        assertThat(ListeningSocket.of(pod)).extracting(listener -> listener.port().number()).containsExactly(8080, 9001,
                9003);
    }

    @Test
    void theAnnotationWinsForThePortsItNames() throws IOException {
        assertThat(ListeningSocket.of(pod(Map.of(ListeningSocket.ANNOTATION, "8080=none, 53=silent, 9000"))))
                .containsExactly(
                        new ListeningSocket(new Port(53, Protocol.UDP), ANY, Behaviour.ECHO),
                        new ListeningSocket(new Port(15001, Protocol.TCP), ANY, Behaviour.HTTP),
                        new ListeningSocket(new Port(53, Protocol.TCP), ANY, Behaviour.SILENT),
                        new ListeningSocket(new Port(9000, Protocol.TCP), ANY, Behaviour.HTTP));
    }

    private static Pod pod(Map<String, String> annotations) {
        return new PodBuilder().withNewMetadata().withNamespace("shop").withName("a").withAnnotations(annotations)
                .endMetadata().withNewSpec()
                .addNewContainer().addNewPort().withContainerPort(8080).endPort()
                .addNewPort().withContainerPort(53).withProtocol("UDP").endPort()
                .addNewPort().withContainerPort(38412).withProtocol("SCTP").endPort().endContainer()
                .addNewContainer().addNewPort().withContainerPort(8080).endPort().endContainer()
                .addNewInitContainer().addNewPort().withContainerPort(1).endPort().endInitContainer()
                .addNewInitContainer().withRestartPolicy("Always").addNewPort().withContainerPort(15001).endPort()
                .endInitContainer().endSpec().build();
    }
}
