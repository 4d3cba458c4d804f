package dev.netproof.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

import dev.netproof.lab.TestCluster;
import dev.netproof.lab.network.IpFamily;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DualStackTests {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static TestCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(2, List.of(IpFamily.IPV4, IpFamily.IPV6));
        client = cluster.client();
        create("""
               apiVersion: v1
               kind: Pod
               metadata: {name: api, namespace: default, labels: {app: api}}
               spec: {containers: [{name: main, image: "any:1", ports: [{containerPort: 8080}]}]}
               """);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void create(String manifest) {
        HasMetadata object = YAML.unmarshal(manifest);
        client.resource(object).create();
    }

    private static void service(String name, String more) {
        create("""
               apiVersion: v1
               kind: Service
               metadata: {name: %s, namespace: default}
               spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}], %s}
               """.formatted(name, more));
    }

    private static List<EndpointSlice> slices(String service) {
        return client.discovery().v1().endpointSlices().withLabel("kubernetes.io/service-name", service).list()
                .getItems();
    }

    @Test
    void aPodTellsAnAddressOfEachFamily() {
        await().untilAsserted(() -> {
            Pod pod = client.pods().withName("api").get();
            assertThat(pod.getStatus().getPodIPs()).extracting(PodIP::getIp).hasSize(2)
                    .first().isEqualTo(pod.getStatus().getPodIP());
            assertThat(pod.getStatus().getPodIPs().get(1).getIp()).startsWith("fd00:10:244:");
            assertThat(pod.getStatus().getHostIPs()).hasSize(2);
        });
    }

    @Test
    void aNodeHasARangeAndAnAddressOfEachFamily() {
        Node node = client.nodes().withName("node-2").get();

        assertThat(node.getSpec().getPodCIDRs()).containsExactly("10.244.16.0/20", "fd00:10:244:1::/64");
        assertThat(node.getStatus().getAddresses()).filteredOn(address -> address.getType().equals("InternalIP"))
                .extracting("address").containsExactly("172.30.0.2", "fd00:172:30::2");
    }

    @Test
    void aServiceOfBothFamiliesHasASliceForEach() {
        service("both", "ipFamilyPolicy: PreferDualStack");

        await().untilAsserted(() -> assertThat(slices("both")).hasSize(2).allSatisfy(slice -> {
            assertThat(slice.getEndpoints()).hasSize(1);
            assertThat(slice.getEndpoints().get(0).getAddresses()).singleElement().asString()
                    .matches(slice.getAddressType().equals("IPv6") ? "fd00:.*" : "10\\.244\\..*");
        }).extracting(EndpointSlice::getAddressType).containsExactlyInAnyOrder("IPv4", "IPv6"));
    }

    @Test
    void aServiceOfOneFamilyHasSlicesOfThat() {
        service("one", "ipFamilies: [IPv6]");
        service("usual", "type: ClusterIP");

        await().untilAsserted(() -> {
            assertThat(slices("one")).extracting(EndpointSlice::getAddressType).containsExactly("IPv6");
            assertThat(slices("usual")).extracting(EndpointSlice::getAddressType).containsExactly("IPv4");
        });
        assertThat(client.services().withName("one").get().getSpec().getClusterIP()).startsWith("fd00:10:96::");
    }
}
