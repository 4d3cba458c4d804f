package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClustersTests {

    private static final String SECRET = "s3cr3t-t0ken";
    private static final String KUBECONFIG = """
                                             apiVersion: v1
                                             kind: Config
                                             current-context: staging
                                             clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                                             contexts:
                                               - {name: staging, context: {cluster: c, user: u}}
                                               - {name: production, context: {cluster: c, user: u}}
                                             users: [{name: u, user: {token: %s}}]
                                             """.formatted(SECRET);

    @TempDir
    Path folder;

    @Test
    void refusesAContextThatIsNotThereInsteadOfTakingTheCurrentOne() {
        Path file = write(KUBECONFIG);

        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> Clusters.fromKubeconfig(file, "prod"))
                .withMessage(file + ": there is no context prod. It has production, staging. "
                        + "Name one with --context.");
    }

    @Test
    void refusesAFileWithoutACurrentContext() {
        Path file = write(KUBECONFIG.replace("current-context: staging\n", ""));

        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> Clusters.fromKubeconfig(file, null))
                .withMessageContaining("there is no current context");
    }

    @Test
    void takesTheContextThatIsAskedForFromTheCustomaryFile() {
        Path file = write(KUBECONFIG
                .replace("clusters: [", "clusters: [{name: p, cluster: {server: \"http://127.0.0.1:2\"}}, ")
                .replace("{name: production, context: {cluster: c,", "{name: production, context: {cluster: p,"));
        String property = "kubeconfig";
        String before = System.setProperty(property, file.toString());
        try (Cluster cluster = Clusters.fromKubeconfig(null, "production")) {
            assertThatExceptionOfType(ClusterException.class).isThrownBy(cluster::identity)
                    .withMessageContaining("http://127.0.0.1:2/");
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Test
    void goesThroughTheProxyOfTheEnvironmentUnlessTheFileNamesOne() {
        Map<String, String> environment = Map.of("https_proxy", "http://proxy:3128", "NO_PROXY", "10.0.0.0/8,.corp");

        Config plain = Clusters.read(write(KUBECONFIG), null, environment);
        assertThat(plain.getHttpsProxy()).isEqualTo("http://proxy:3128");
        assertThat(plain.getNoProxy()).containsExactly("10.0.0.0/8", ".corp");

        Config named = Clusters.read(write(KUBECONFIG.replace("server:", "proxy-url: \"http://own:1\", server:")), null,
                environment);
        assertThat(named.getHttpProxy()).isEqualTo("http://own:1");
        assertThat(named.getHttpsProxy()).isNull();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> Clusters.fromKubeconfig(folder.resolve("none"), null))
                .withMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "users: [{user: {token: " + SECRET + "\n",
            "users: {name: {token: " + SECRET + "}}",
            "clusters: " + SECRET,
            "- " + SECRET})
    void neverQuotesABrokenFile(String content) {
        Path file = write(content);

        ClusterException e = catchThrowableOfType(ClusterException.class,
                () -> Clusters.fromKubeconfig(file, null).close());

        assertThat(stackTrace(e)).contains(file.toString()).doesNotContain(SECRET);
    }

    @Test
    void saysWhichServerCantBeReached() {
        try (Cluster cluster = Clusters.fromKubeconfig(write(KUBECONFIG), "production")) {
            ClusterException e = catchThrowableOfType(ClusterException.class, cluster::identity);

            assertThat(e).hasMessageContaining("No connection to http://127.0.0.1:1/")
                    .hasMessageContaining("Is the cluster up");
            assertThat(stackTrace(e)).doesNotContain(SECRET);
        }
    }

    private Path write(String content) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
