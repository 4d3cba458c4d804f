package dev.netproof.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Timeout;

/** Whatever policies a cluster holds, each flow gets an answer, and one that is unknown a reason. */
class PolicyFuzzTests {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final int MOST = 6;

    private final World world = new World().namespace("shop", "team=store").namespace("payments", "team=money")
            .node("n1", "192.168.0.1", "zone=a").node("n2", "192.168.0.2", "zone=b")
            .pod("shop/checkout", "10.1.0.1 fd00::1", List.of("app=checkout"), "spec: {nodeName: n1}")
            .pod("payments/api", "10.1.2.1 fd00::2", List.of("app=api"), "spec: {nodeName: n1}")
            .pod("payments/agent", "192.168.0.2", List.of("app=api"), "spec: {hostNetwork: true, nodeName: n2}")
            .pod("payments/new", "", List.of("app=api"));
    private final List<Flow> flows = List.of(World.flow("shop/checkout > payments/api"),
            World.flow("payments/api > shop/checkout UDP 53"), World.flow("payments/new > 203.0.113.7 443"),
            World.flow("shop/checkout > payments/agent"), World.flow("payments/api > payments/new"));

    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void policies(byte[] bytes) {
        List<NetworkPolicy> own = new ArrayList<>();
        List<GenericKubernetesResource> others = new ArrayList<>();
        for (String text : new String(bytes, UTF_8).split("\n---\n", MOST)) {
            if (text.contains("kind: NetworkPolicy")) {
                read(text, NetworkPolicy.class).filter(PolicyFuzzTests::isServed).ifPresent(own::add);
            } else {
                read(text, GenericKubernetesResource.class).filter(PolicyFuzzTests::isServed).ifPresent(others::add);
            }
        }
        Snapshot plain = world.snapshot();

        DeclaredPolicies declared = DeclaredPolicies.of(new Snapshot(plain.namespaces(), List.of(), plain.pods(),
                List.of(), List.of(), plain.nodes(), own, others));

        assertThat(declared.unevaluated()).allSatisfy(policy -> assertThat(policy.reason()).isNotBlank());
        for (Flow flow : flows) {
            FlowVerdict verdict = declared.judge(flow);
            assertThat(declared.decide(flow)).as("the fast way").isEqualTo(verdict.decision());
            for (SideVerdict side : List.of(verdict.egress(), verdict.ingress())) {
                if (side instanceof SideVerdict.Unknown unknown) {
                    assertThat(unknown.reasons()).isNotEmpty().noneMatch(String::isBlank);
                }
            }
            declared.nearestRules(flow);
        }
        declared.graph(DeclaredGraph.By.POD);
    }

    /** Empty if the client can't read it, of whichever library its exception is: then it would not have come so far. */
    private static <T> Optional<T> read(String text, Class<T> type) {
        try {
            return Optional.ofNullable(YAML.unmarshal(text, type));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** An API server serves nothing without a name, and no NetworkPolicy without a namespace and a spec. */
    private static boolean isServed(HasMetadata object) {
        return object.getApiVersion() != null && object.getKind() != null && object.getMetadata() != null
                && object.getMetadata().getName() != null && (!(object instanceof NetworkPolicy policy)
                        || (object.getMetadata().getNamespace() != null && policy.getSpec() != null));
    }
}
