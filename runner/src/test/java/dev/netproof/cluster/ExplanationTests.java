package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTests {

    private static final Call CREATE = new Call("create", "", "pods", "shop", "netproof-a");
    private static final String SERVER = "https://cluster.example:6443/";

    @ParameterizedTest(name = "{0} \"{1}\"")
    @CsvSource(delimiter = '|', textBlock = """
                                            401 | Unauthorized | does not accept these credentials
                                            403 | pods "netproof-a" is forbidden: violates PodSecurity "restricted:latest": host namespaces | Pod Security forbids
                                            403 | pods "netproof-a" is forbidden: exceeded quota: compute, requested: pods=1 | Raise the quota
                                            403 | pods "netproof-a" is forbidden: minimum cpu usage per Container is 50m | A LimitRange forbids
                                            403 | pods "netproof-a" is forbidden: unable to create new content in namespace shop because it is being terminated | Namespace shop is being deleted
                                            403 | pods "netproof-a" is forbidden: error looking up service account shop/payer: serviceaccount "payer" not found | Admission forbids
                                            403 | pods "netproof-a" is forbidden: the plugin says so | Forbidden to create pods netproof-a in namespace shop: pods "netproof-a" is forbidden: the plugin says so
                                            404 | namespaces "shop" not found | There is no namespace shop
                                            404 | pods "netproof-a" not found | is not there
                                            409 | pods "netproof-a" already exists | netproof clean
                                            422 | Pod "netproof-a" is invalid: spec.containers[0].image: Required value | finds fault with the object
                                            429 | too many requests | too busy
                                            500 | etcdserver: leader changed | The API server failed (500)
                                            400 | the body is not JSON | refused (400)
                                            """)
    void putsAnAnswerIntoWords(int code, String said, String expected) {
        assertThat(explain(CREATE, answer(code, said))).contains(expected).contains("in namespace shop");
    }

    @Test
    void namesTheRuleThatIsMissingAndWhoNeedsIt() {
        String said = "pods is forbidden: User \"system:serviceaccount:ci:prober\" cannot create resource \"pods\" "
                + "in API group \"\" in the namespace \"shop\"";

        assertThat(explain(CREATE, answer(403, said)))
                .isEqualTo("Not allowed to create pods netproof-a in namespace shop. Give "
                        + "system:serviceaccount:ci:prober a Role in namespace shop with the rule "
                        + "{apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"create\"]}.");
    }

    @Test
    void asksForBothVerbsOfAnExec() {
        Call exec = new Call("create", "", "pods/exec", "shop", "netproof-a");

        assertThat(explain(exec, answer(403, "pods \"netproof-a\" is forbidden: User \"x\" cannot get")))
                .contains("resources: [\"pods/exec\"], verbs: [\"get\", \"create\"]");
    }

    @Test
    void namesTheRightThatAnEphemeralContainerTakes() {
        Call patch = new Call("patch", "", "pods/ephemeralcontainers", "shop", "web-0");

        assertThat(explain(patch, answer(403, "pods \"web-0\" is forbidden: User \"x\" cannot patch resource "
                + "\"pods/ephemeralcontainers\" in API group \"\" in the namespace \"shop\"")))
                .isEqualTo("Not allowed to patch pods/ephemeralcontainers web-0 in namespace shop. Give x a Role in "
                        + "namespace shop with the rule {apiGroups: [\"\"], resources: "
                        + "[\"pods/ephemeralcontainers\"], verbs: [\"patch\"]}.");
    }

    @Test
    void saysThatThePodOfAnEphemeralContainerIsGone() {
        Call patch = new Call("patch", "", "pods/ephemeralcontainers", "shop", "web-0");

        assertThat(explain(patch, answer(404, "pods \"web-0\" not found")))
                .isEqualTo("Pod web-0 in namespace shop is gone: it was evicted or deleted.");
    }

    @Test
    void takesASilentRefusalForAMissingRule() {
        assertThat(explain(CREATE, answer(403, ""))).contains("Give this user a Role in namespace shop");
    }

    @Test
    void asksForAClusterRoleWhereAllNamespacesAreRead() {
        assertThat(explain(Call.list("networking.k8s.io", "networkpolicies", null),
                answer(403, "networkpolicies is forbidden: User \"x\" cannot list")))
                .contains("a ClusterRole").contains("apiGroups: [\"networking.k8s.io\"]");
    }

    @Test
    void tellsTheWaysToHaveNoConnectionApart() {
        assertThat(explain(CREATE, broken(new ConnectException("Connection refused"))))
                .contains("No connection to " + SERVER).contains("Connection refused");
        assertThat(explain(CREATE, broken(new UnknownHostException("cluster.example"))))
                .contains("does not resolve");
        assertThat(explain(CREATE, broken(new SSLHandshakeException("PKIX path building failed"))))
                .contains("No trusted connection").contains("certificate-authority-data");
        assertThat(explain(CREATE, new KubernetesClientException("failed", new TimeoutException())))
                .contains("No answer in time");
    }

    @Test
    void findsTheAnswerBehindTheClientsWrapping() {
        RuntimeException wrapped = new KubernetesClientException("Informer was stopped", answer(403, "no"));

        assertThat(Explanation.isStatus(wrapped, 403)).isTrue();
    }

    private static String explain(Call call, Throwable failure) {
        return Explanation.of(call, SERVER, failure).reason();
    }

    private static KubernetesClientException answer(int code, String said) {
        return new KubernetesClientException(said, code,
                new StatusBuilder().withCode(code).withMessage(said).build());
    }

    private static KubernetesClientException broken(IOException cause) {
        return new KubernetesClientException("An error has occurred.", cause);
    }
}
