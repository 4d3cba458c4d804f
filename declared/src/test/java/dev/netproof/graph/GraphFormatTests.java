package dev.netproof.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.netproof.policy.ConnectionSet;
import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;
import dev.netproof.policy.GraphNode;
import dev.netproof.policy.PortSet;
import dev.netproof.policy.Transport;
import org.junit.jupiter.api.Test;

class GraphFormatTests {

    private static final GraphNode WEB = new GraphNode.Workload("shop", "web", "Deployment");
    private static final GraphNode OUTSIDE = new GraphNode.External("0.0.0.0", "255.255.255.255");
    private static final ConnectionSet SOME = new ConnectionSet(Map.of(
            Transport.TCP, new PortSet(List.of(new PortSet.Range(8080, 8080), new PortSet.Range(9090, 9099))),
            Transport.UDP, new PortSet(List.of(new PortSet.Range(53, 53)))));
    private static final DeclaredGraph GRAPH = new DeclaredGraph(List.of(WEB),
            List.of(new GraphEdge(OUTSIDE, WEB, SOME, ConnectionSet.NONE)), List.of("kube-system/agent"), List.of());

    private static String written(GraphFormat format) throws IOException {
        StringBuilder out = new StringBuilder();
        format.write(GRAPH, out);
        return out.toString();
    }

    @Test
    void table() throws IOException {
        assertThat(written(GraphFormat.TABLE)).isEqualTo(
                """
                SOURCE                   DESTINATION           CONNECTIONS
                0.0.0.0-255.255.255.255  shop/web[Deployment]  TCP 8080,9090-9099,UDP 53
                """);
    }

    @Test
    void csv() throws IOException {
        assertThat(written(GraphFormat.CSV))
                .isEqualTo("""
                           src,dst,conn
                           0.0.0.0-255.255.255.255,shop/web[Deployment],"TCP 8080,9090-9099,UDP 53"
                           """);
    }

    @Test
    void json() throws IOException {
        assertThat(written(GraphFormat.JSON)).isEqualTo(
                """
                {
                "nodes": ["shop/web[Deployment]"],
                "edges": [
                {"src": "0.0.0.0-255.255.255.255", "dst": "shop/web[Deployment]", "conn": "TCP 8080,9090-9099,UDP 53"}],
                "leftOut": ["kube-system/agent"],
                "unevaluated": []
                }
                """);
    }

    @Test
    void mermaid() throws IOException {
        assertThat(written(GraphFormat.MERMAID)).isEqualTo("""
                                                           flowchart LR
                                                               n0["shop/web[Deployment]"]
                                                               n1["0.0.0.0-255.255.255.255"]
                                                               n1 -->|"TCP 8080,9090-9099,UDP 53"| n0
                                                           """);
    }

    @Test
    void dot() throws IOException {
        assertThat(written(GraphFormat.DOT)).isEqualTo("""
                                                       digraph declared {
                                                           rankdir=LR;
                                                           node [shape=box];
                                                           n0 [label="shop/web[Deployment]"];
                                                           n1 [label="0.0.0.0-255.255.255.255"];
                                                           n1 -> n0 [label="TCP 8080,9090-9099,UDP 53"];
                                                       }
                                                       """);
    }
}
