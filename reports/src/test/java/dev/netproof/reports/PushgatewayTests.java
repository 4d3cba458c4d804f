package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushgatewayTests {
    private static final String METRICS = "# TYPE up gauge\nup 1\n# EOF\n";

    @TempDir
    private Path temporary;

    private final List<String> received = new ArrayList<>();
    private HttpServer server = create();
    private int status = 200;

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer = "pushed metrics are\ninvalid".getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takes_metrics_into_the_group_of_the_job() throws IOException {
        Pushgateway.at(address("")).push(metrics());

        assertThat(received).containsExactly(
                "POST /metrics/job/netproof text/plain; version=0.0.4; charset=utf-8 null", METRICS);
    }

    @Test
    void takes_metrics_into_a_group_that_is_given() throws IOException {
        Pushgateway.at(address("/prefix/metrics/job/nightly/cluster/staging")).push(metrics());

        assertThat(received.getFirst()).startsWith("POST /prefix/metrics/job/nightly/cluster/staging ");
    }

    @Test
    void gets_credentials_that_nobody_else_sees() throws IOException {
        Pushgateway gateway = Pushgateway.at(address("").replace("http://", "http://me:secret@"));
        gateway.push(metrics());

        assertThat(received.getFirst()).endsWith(" Basic bWU6c2VjcmV0");
        assertThat(gateway.toString()).doesNotContain("secret");
    }

    @Test
    void that_refuses_is_told() {
        status = 400;

        assertThatIOException().isThrownBy(() -> Pushgateway.at(address("")).push(metrics()))
                .withMessage(address("/metrics/job/netproof")
                        + ": the metrics were not taken, status 400. pushed metrics are invalid");
    }

    @Test
    void that_is_not_there_is_told() {
        String address = address("");
        server.stop(0);

        assertThatIOException().isThrownBy(() -> Pushgateway.at(address).push(metrics()))
                .withMessageContaining("the metrics could not be pushed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gateway", "ftp://gateway", "http://", "http://a b", "file:///etc/passwd"})
    void has_an_address_on_the_web(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> Pushgateway.at(address));
    }

    private Path metrics() throws IOException {
        return Files.writeString(temporary.resolve("metrics.prom"), METRICS);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
