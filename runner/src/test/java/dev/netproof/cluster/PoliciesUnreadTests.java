package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.netproof.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that remembers what it was asked for, and lets nobody read a policy. */
class PoliciesUnreadTests {

    private final HttpServer api;
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final Cluster cluster;

    PoliciesUnreadTests(@TempDir Path folder) throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", this::answer);
        api.start();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: fake
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: fake, context: {cluster: c, user: u}}]
                users: [{name: u, user: {token: t}}]
                """.formatted(api.getAddress().getPort()));
        cluster = Clusters.fromKubeconfig(kubeconfig, null);
    }

    @AfterEach
    void end() {
        cluster.close();
        api.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        boolean policy = path.contains("polic");
        String body = switch (path) {
            case "/apis" ->
                """
                {"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "policy.networking.k8s.io",
                "versions": [{"groupVersion": "policy.networking.k8s.io/v1alpha2", "version": "v1alpha2"}],
                "preferredVersion": {"groupVersion": "policy.networking.k8s.io/v1alpha2", "version": "v1alpha2"}}]}
                """;
            case "/api/v1/namespaces/shop" ->
                "{\"kind\": \"Namespace\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"shop\"}}";
            default -> policy
                    ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\": \"Forbidden\", "
                            + "\"code\": 403}"
                    : "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"metadata\": {}, \"items\": []}";
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(policy ? 403 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void areNotAskedForByRequest() {
        Snapshot snapshot = cluster.withoutPolicies().snapshot(Set.of("shop"));

        assertThat(asked).contains("/api/v1/namespaces/shop/pods")
                .noneMatch(path -> path.contains("polic")).doesNotContain("/apis");
        assertThat(snapshot.namespaces()).hasSize(1);
        assertThat(snapshot.unreadPolicies()).isEqualTo("policies were not read, by request");
    }

    @Test
    void areMissedWithoutTheRightToReadThem() {
        Snapshot snapshot = cluster.snapshot(Set.of("shop"));

        assertThat(asked).contains("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies");
        assertThat(snapshot.networkPolicies()).isEqualTo(List.of());
        assertThat(snapshot.unreadPolicies()).isEqualTo(
                "no right to read networkpolicies of shop; no right to read the kinds of policy.networking.k8s.io");
    }
}
