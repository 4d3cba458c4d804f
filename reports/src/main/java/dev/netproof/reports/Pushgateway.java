package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** Takes metrics of jobs that end, and keeps them for Prometheus. */
public final class Pushgateway {
    private static final String GROUP = "/metrics/job/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_ANSWER = 200;

    private final URI group;
    private final String credentials;

    private Pushgateway(URI group, String credentials) {
        this.group = group;
        this.credentials = credentials;
    }

    /**
     * The gateway of an {@code http} or {@code https} address. If its path does not name a group, as in
     * {@code /metrics/job/netproof/cluster/staging}, metrics go to the group of job {@code netproof}. A user and a
     * password in front of the host are sent as basic authentication, and shown nowhere.
     *
     * @throws IllegalArgumentException if it is no such address
     */
    public static Pushgateway at(String address) {
        try {
            URI given = new URI(address);
            String scheme = given.getScheme();
            if (given.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException("not the http or https address of a Pushgateway");
            }
            String path = given.getPath() == null ? "" : given.getPath().replaceAll("/+$", "");
            URI group = new URI(scheme, null, given.getHost(), given.getPort(),
                    path.contains(GROUP) ? path : path + GROUP + "netproof", null, null);
            return new Pushgateway(group, given.getUserInfo() == null ? "" : given.getUserInfo());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not the address of a Pushgateway: " + e.getReason(), e);
        }
    }

    /**
     * Replaces the metrics of the same names in the group. Others stay, so the time of the last success outlives runs
     * that are none.
     *
     * @throws IOException if the gateway does not take them within ten seconds
     */
    public void push(Path metrics) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(group)
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofFile(metrics));
        if (!credentials.isEmpty()) {
            request.header("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(group + ": the metrics were not taken, status " + response.statusCode() + ". "
                    + Legible.line(response.body(), MOST_ANSWER));
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(group + ": the metrics could not be pushed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(group + ": interrupted while the metrics were pushed", e);
        }
    }

    @Override
    public String toString() {
        return group.toString();
    }
}
