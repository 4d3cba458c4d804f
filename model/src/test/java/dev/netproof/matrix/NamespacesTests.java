package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.netproof.matrix.reader.Reading;
import org.junit.jupiter.api.Test;

class NamespacesTests {

    private static final ConnectivityMatrix MATRIX = matrix(
            """
            apiVersion: netproof.dev/v1beta1
            kind: ConnectivityMatrix
            metadata: {name: m}
            spec:
              peers:
                shop: {namespace: shop, workload: deployment/shop}
                books: {namespace: books, labels: {app: b}, standIn: true}
                agents: {namespace: logging, pods: daemonset/agent}
                proxy: {namespace: egress, service: proxy}
                pay: {namespace: payments, service: pay}
                internet: {host: example.org}
                printer: {address: 203.0.113.9}
              edges:
                - {id: a, from: shop, to: books, port: 80, expect: allow}
                - {id: b, from: shop, to: agents, port: 80, expect: allow}
                - {id: c, from: shop, to: pay, port: 80, expect: allow}
                - {id: d, from: shop, to: internet, port: 443, expect: allow,
                   via: {peer: proxy, port: 3128}}
                - {id: e, from: shop, to: printer, port: 9100, expect: allow}
            """);

    private static ConnectivityMatrix matrix(String text) {
        return switch (Matrices.reading(text)) {
            case Reading.Valid(List<ConnectivityMatrix> matrices, var problems) -> matrices.getFirst();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    @Test
    void ofAnEdgeAreThoseOfItsSourceItsTargetAndItsProxy() {
        assertThat(MATRIX.edges().stream().map(Namespaces::of).map(Object::toString))
                .containsExactly("[books, shop]", "[logging, shop]", "[payments, shop]", "[egress, shop]", "[shop]");
    }

    @Test
    void thatARunReadsAreAllOfThemAndThoseOfTheClusterItself() {
        assertThat(Namespaces.read(List.of(MATRIX)))
                .containsExactly("books", "default", "egress", "kube-system", "logging", "payments", "shop");
    }

    @Test
    void whereProbePodsAreLaunchedAreThoseOfSourcesAndStandIns() {
        assertThat(Namespaces.launched(List.of(MATRIX))).containsExactly("books", "shop");
    }
}
