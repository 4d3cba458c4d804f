package dev.netproof.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.GraphNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSnapshotTests {

    @TempDir
    private Path folder;

    private ManifestSnapshot read(String text) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), text);
        return ManifestSnapshot.read(List.of(folder));
    }

    @Test
    void everyWorkloadIsOnePod() throws IOException {
        String template = "{metadata: {labels: {app: x}}, spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}}";
        StringBuilder manifests = new StringBuilder();
        for (String kind : List.of("apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 DaemonSet",
                "apps/v1 ReplicaSet", "batch/v1 Job", "batch/v1 CronJob")) {
            String spec = kind.endsWith("CronJob") ? "{jobTemplate: {spec: {template: " + template + "}}}"
                    : "{template: " + template + "}";
            manifests.append("---\napiVersion: ").append(kind.replace(" ", "\nkind: ")).append("\nmetadata: {name: ")
                    .append(kind.substring(kind.indexOf(' ') + 1).toLowerCase(Locale.ROOT))
                    .append(", namespace: shop}\nspec: ").append(spec).append('\n');
        }

        ManifestSnapshot read = read(manifests.toString());

        assertThat(read.problems()).isEmpty();
        assertThat(DeclaredPolicies.of(read.snapshot()).graph(DeclaredGraph.By.POD).nodes())
                .extracting(GraphNode::label).containsExactly("shop/cronjob[CronJob]", "shop/daemonset[DaemonSet]",
                        "shop/deployment[Deployment]", "shop/job[Job]", "shop/replicaset[ReplicaSet]",
                        "shop/statefulset[StatefulSet]");
    }

    @Test
    void policiesOfAllApisAreRead() throws IOException {
        ManifestSnapshot read = read("""
                                     apiVersion: networking.k8s.io/v1
                                     kind: NetworkPolicy
                                     metadata: {name: deny}
                                     spec: {podSelector: {}}
                                     ---
                                     apiVersion: policy.networking.k8s.io/v1alpha2
                                     kind: ClusterNetworkPolicy
                                     metadata: {name: strict}
                                     spec: {tier: Admin, priority: 1, subject: {namespaces: {}}}
                                     ---
                                     apiVersion: v1
                                     kind: ConfigMap
                                     metadata: {name: of-no-matter}
                                     """);

        assertThat(read.problems()).isEmpty();
        assertThat(read.snapshot().networkPolicies()).singleElement()
                .satisfies(policy -> assertThat(policy.getMetadata().getNamespace()).isEqualTo("default"));
        assertThat(read.snapshot().otherPolicies()).hasSize(1);
    }

    @Test
    void allProblemsAreSaidAtOnceWithFileAndLine() throws IOException {
        Files.writeString(folder.resolve("torn.yaml"), "a: [1\n");
        ManifestSnapshot read = read("""
                                     - no object
                                     ---
                                     apiVersion: v1
                                     kind: Pod
                                     metadata: {labels: {a: b}}
                                     ---
                                     apiVersion: apps/v1
                                     kind: Deployment
                                     metadata: {name: empty}
                                     ---
                                     apiVersion: v1
                                     kind: Service
                                     metadata: {name: twice}
                                     ---
                                     apiVersion: v1
                                     kind: Service
                                     metadata: {name: twice}
                                     ---
                                     apiVersion: networking.k8s.io/v1
                                     kind: NetworkPolicy
                                     metadata: {name: wrong}
                                     spec: {podSelector: 7}
                                     """);

        String file = folder.resolve("all.yaml").toString();
        assertThat(read.problems()).hasSize(6).satisfiesExactly(
                problem -> assertThat(problem).startsWith(file + ":1:1: this is no Kubernetes object."),
                problem -> assertThat(problem)
                        .startsWith(file + ":3:1: apiVersion, kind or metadata.name is missing."),
                problem -> assertThat(problem).startsWith(file + ":7:1: Deployment empty has no pod template."),
                problem -> assertThat(problem)
                        .startsWith(file + ":15:1: Service twice is already at " + file + ":11:1."),
                problem -> assertThat(problem)
                        .startsWith(file + ":22:21: spec.podSelector takes fields, not 7. "),
                problem -> assertThat(problem).contains("torn.yaml:2:1: malformed YAML: "));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        assertThat(ManifestSnapshot.read(List.of(folder.resolve("none"))).problems()).singleElement().asString()
                .endsWith("there is no such file or folder. Check the path.");
    }
}
