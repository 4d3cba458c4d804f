package dev.netproof.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import dev.netproof.matrix.reader.Reading;
import org.junit.jupiter.api.Test;

/** What peers with {@code pods} and {@code standIn} are; how mistakes in them read is in the corpus. */
class PodPeersTests {

    private static Edge edge(String... peers) {
        String text = """
                      apiVersion: netproof.dev/v1beta1
                      kind: ConnectivityMatrix
                      metadata: {name: m}
                      spec:
                        peers:
                          %s
                        edges:
                          - {id: a, from: source, to: target, port: 80, expect: deny}
                      """.formatted(String.join("\n    ", peers));
        return switch (Matrices.reading(text)) {
            case Reading.Valid sound -> sound.matrices().getFirst().edges().getFirst();
            case Reading.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    }

    private static final String WEB = "source: {namespace: shop, labels: {app: a}}";

    @Test
    void podsByLabels() {
        Edge edge = edge("source: {namespace: shop, pods: {app: a}}", "target: {namespace: books, pods: {app: b}}");

        assertThat(edge.source().identity())
                .isEqualTo(new Identity.OfPods("shop", new PodSelection.Labelled(Map.of("app", "a"))));
        assertThat(edge.destination())
                .isEqualTo(new Destination("target", new Target.OfPods("books", Map.of("app", "b"))));
    }

    @Test
    void podsOfAWorkloadAreTheTargetThatTheWorkloadIs() {
        Edge edge = edge("source: {namespace: shop, pods: daemonset/a}",
                "target: {namespace: books, pods: deployment/b}");

        assertThat(edge.source().identity()).isEqualTo(
                new Identity.OfPods("shop", new PodSelection.OfWorkload(WorkloadKind.DAEMONSET, "a")));
        assertThat(edge.destination().target())
                .isEqualTo(new Target.OfWorkload("books", WorkloadKind.DEPLOYMENT, "b"));
    }

    @Test
    void podsBesideAServiceAreReachedThroughIt() {
        Edge edge = edge(WEB, "target: {namespace: books, pods: {app: b}, service: books}");

        assertThat(edge.destination().target()).isEqualTo(new Target.OfService("books", "books"));
    }

    @Test
    void aStandInForLabels() {
        Edge edge = edge(WEB, "target: {namespace: books, labels: {app: b}, standIn: true}");

        assertThat(edge.destination())
                .isEqualTo(new Destination("target", new Target.OfPods("books", Map.of("app", "b")), true));
    }

    @Test
    void aStandInForAWorkload() {
        Edge edge = edge(WEB, "target: {namespace: books, workload: deployment/b, standIn: true}");

        assertThat(edge.destination()).isEqualTo(
                new Destination("target", new Target.OfWorkload("books", WorkloadKind.DEPLOYMENT, "b"), true));
    }

    @Test
    void podsAndTheirWorkloadAreOneToPolicies() {
        assertThat(new Identity.OfPods("shop", new PodSelection.OfWorkload(WorkloadKind.DEPLOYMENT, "a"))
                .seenByPolicies()).isEqualTo(new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "a"));
        assertThat(new Identity.OfPods("shop", new PodSelection.Labelled(Map.of("app", "a"))).seenByPolicies())
                .isEqualTo(new Identity.Labelled("shop", Map.of("app", "a")));
    }
}
