package dev.netproof.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Unevaluated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an API server refuses, or nobody means.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">Field validation</a>
 */
class RefusedManifestTests {

    @TempDir
    private Path folder;

    private ManifestSnapshot read(String text) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), text);
        return ManifestSnapshot.read(List.of(folder));
    }

    private List<String> problems(String text) throws IOException {
        return read(text).problems().stream()
                .map(problem -> problem.substring(problem.indexOf("all.yaml:") + "all.yaml:".length())).toList();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {podSelecter: {}}                                                      | 4:8  | there is no field podSelecter in spec. Did you mean podSelector?
                                                                  {podSelector: {matchLabels: {app@b: x}}}                               | 4:36 | spec.podSelector.matchLabels[app@b]: the key app@b is not a label key.
                                                                  {podSelector: {matchLabels: {app: $x}}}                                | 4:41 | spec.podSelector.matchLabels.app: "$x" is not a label value.
                                                                  {podSelector: {matchLabels: {version: 1.10}}}                          | 4:45 | spec.podSelector.matchLabels.version: 1.10 is a number, and Kubernetes takes only text here. Quote it: "1.10".
                                                                  {podSelector: {matchLabels: {up: yes}}}                                | 4:40 | spec.podSelector.matchLabels.up: yes is true or false, and Kubernetes takes only text here. Quote it: "yes".
                                                                  {podSelector: {matchLabels: {app: null}}}                              | 4:36 | spec.podSelector.matchLabels.app has no value.
                                                                  {podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}} | 4:60 | spec.podSelector.matchExpressions[0].operator: Is is not an operator. Did you mean In?
                                                                  {podSelector: {matchExpressions: [{key: a, operator: In}]}}            | 4:41 | spec.podSelector.matchExpressions[0]: the operator In needs values.
                                                                  {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | 4:41 | spec.podSelector.matchExpressions[0]: the operator Exists takes no values.
                                                                  {podSelector: {matchExpressions: [{operator: Exists}]}}                | 4:41 | spec.podSelector.matchExpressions[0].key is missing.
                                                                  {podSelector: {matchExpressions: [{key: a}]}}                          | 4:41 | spec.podSelector.matchExpressions[0].operator is missing.
                                                                  {podSelector: {matchExpressions: [{key: a, operator: In, values: [1]}]}} | 4:73 | spec.podSelector.matchExpressions[0].values[0]: 1 is a number, and Kubernetes takes only text here. Quote it: "1".
                                                                  {podSelector: {}, policyTypes: [ingress]}                              | 4:39 | spec.policyTypes: ingress is not a policy type. Did you mean Ingress?
                                                                  {podSelector: {}, policyTypes: [Ingress, Egress, Ingress]}             | 4:38 | spec.policyTypes lists more than two types.
                                                                  {podSelector: {}, ingress: [null]}                                     | 4:35 | spec.ingress[0] is empty. Remove the item, or write {} if one without any field is meant.
                                                                  {podSelector: {}, ingress: {}}                                         | 4:34 | spec.ingress takes a list, not a mapping.
                                                                  {podSelector: {}, ingress: [{form: []}]}                               | 4:36 | there is no field form in spec.ingress[0]. Did you mean from?
                                                                  {podSelector: {}, ingress: [{from: [null]}]}                           | 4:43 | spec.ingress[0].from[0] is empty.
                                                                  {podSelector: {}, ingress: [{from: [{}]}]}                             | 4:43 | spec.ingress[0].from[0] names nobody.
                                                                  {podSelector: {}, ingress: [{from: [{podSelector: }]}]}                | 4:43 | spec.ingress[0].from[0] names nobody.
                                                                  {podSelector: {}, ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]} | 4:43 | spec.ingress[0].from[0] has an ipBlock beside a podSelector, and the API server refuses both in one peer.
                                                                  {podSelector: {}, ingress: [{from: [{ipBlock: {}}]}]}                  | 4:53 | spec.ingress[0].from[0].ipBlock.cidr is missing.
                                                                  {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]} | 4:60 | spec.ingress[0].from[0].ipBlock.cidr: 10.0.0.0/33 is not a range of addresses.
                                                                  {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]}    | 4:60 | spec.ingress[0].from[0].ipBlock.cidr: 10.0.0.1 is not a range of addresses.
                                                                  {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} | 4:81 | spec.ingress[0].from[0].ipBlock.except[0] is not within cidr, or all of it.
                                                                  {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]} | 4:81 | spec.ingress[0].from[0].ipBlock.except[0] is not within cidr, or all of it.
                                                                  {podSelector: {}, ingress: [{ports: [{port: 8080, endPort: 80}]}]}     | 4:66 | spec.ingress[0].ports[0]: endPort 80 is below port 8080. Raise endPort, or drop it to mean port 8080 only.
                                                                  {podSelector: {}, ingress: [{ports: [{endPort: 80}]}]}                 | 4:54 | spec.ingress[0].ports[0].endPort stands without a port.
                                                                  {podSelector: {}, ingress: [{ports: [{port: http, endPort: 80}]}]}     | 4:66 | spec.ingress[0].ports[0].endPort stands beside a port that is a name.
                                                                  {podSelector: {}, ingress: [{ports: [{port: 0}]}]}                     | 4:51 | spec.ingress[0].ports[0].port: 0 is not a port. Write a number from 1 to 65535.
                                                                  {podSelector: {}, ingress: [{ports: [{port: 65536}]}]}                 | 4:51 | spec.ingress[0].ports[0].port: 65536 is not a port.
                                                                  {podSelector: {}, ingress: [{ports: [{port: 99999999999}]}]}           | 4:51 | spec.ingress[0].ports[0].port: 99999999999 is larger than any number that can stand here.
                                                                  {podSelector: {}, ingress: [{ports: [{port: 80.5}]}]}                  | 4:51 | spec.ingress[0].ports[0].port: 80.5 is no whole number.
                                                                  {podSelector: {}, ingress: [{ports: [{port: "8080"}]}]}                | 4:51 | spec.ingress[0].ports[0].port: 8080 is not the name of a port. Write the number without quotes.
                                                                  {podSelector: {}, ingress: [{ports: [{protocol: tcp}]}]}               | 4:55 | spec.ingress[0].ports[0].protocol: tcp is not a protocol. Did you mean TCP?
                                                                  {podSelector: {}, ingress: [{ports: [80]}]}                            | 4:44 | spec.ingress[0].ports[0] takes fields, not 80.
                                                                  """)
    void aNetworkPolicyIsRefusedWhereItIsWrong(String spec, String place, String problem) throws IOException {
        assertThat(
                problems("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: " + spec))
                .singleElement().asString().startsWith(place + ": " + problem);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {priority: 1001, subject: {namespaces: {}}}                | 4:18 | spec.priority: 1001 is not a priority.
                                                                  {priority: -1, subject: {namespaces: {}}}                  | 4:18 | spec.priority: -1 is not a priority.
                                                                  {priority: "1", subject: {namespaces: {}}}                 | 4:18 | spec.priority: 1 is text, in quotes or by its tag. Remove the quotes.
                                                                  {subject: {namespaces: {}}}                                | 4:7  | spec.priority is missing.
                                                                  {priority: 1}                                              | 4:7  | spec.subject is missing.
                                                                  {priority: 1, subject: {}}                                 | 4:30 | spec.subject says nothing.
                                                                  {priority: 1, subject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}} | 4:30 | spec.subject has 2 fields, of which it takes one.
                                                                  {priority: 1, subject: {namespaces: {}}, ingress: [null]}  | 4:58 | spec.ingress[0] is empty.
                                                                  {priority: 1, subject: {namespaces: {}}, ingress: [{action: Log, from: [{namespaces: {}}]}]}  | 4:67 | spec.ingress[0].action: Log is not an action.
                                                                  {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny}]} | 4:58 | spec.ingress[0].from is missing.
                                                                  {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: []}]} | 4:79 | spec.ingress[0].from is an empty list.
                                                                  {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{nodes: {}}]}]} | 4:81 | there is no field nodes in spec.ingress[0].from[0].
                                                                  {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.1]}]}]} | 4:89 | spec.egress[0].to[0].networks[0]: 10.0.0.1 is not a range of addresses.
                                                                  {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}], ports: [{namedPort: http}]}]} | 4:99 | spec.egress[0].ports names a port, and nodes, networks and domainNames have no names for ports.
                                                                  {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{namespaces: {}}], ports: [{portRange: {start: 9, end: 1}}]}]} | 4:116 | spec.egress[0].ports[0].portRange: start 9 is not below end 1.
                                                                  """)
    void anAdminNetworkPolicyIsRefusedWhereItIsWrong(String spec, String place, String problem) throws IOException {
        assertThat(problems("apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\n"
                + "metadata: {name: a}\nspec: " + spec)).anySatisfy(
                        found -> assertThat(found).startsWith(place + ": " + problem));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  extensions/v1beta1                | NetworkPolicy              | {}                                        | 1:13 | no API server has the kind NetworkPolicy in version extensions/v1beta1. Write apiVersion: networking.k8s.io/v1.
                                                                  networking.k8s.io/v1beta1         | NetworkPolicy              | {}                                        | 1:13 | no API server has the kind NetworkPolicy in version networking.k8s.io/v1beta1.
                                                                  apps/v1                           | Pod                        | {}                                        | 1:13 | no API server has the kind Pod in version apps/v1. Write apiVersion: v1.
                                                                  v1                                | Deployment                 | {}                                        | 1:13 | no API server has the kind Deployment in version v1. Write apiVersion: apps/v1.
                                                                  apps/v1beta2                      | Deployment                 | {}                                        | 1:13 | no API server has the kind Deployment in version apps/v1beta2.
                                                                  batch/v1beta1                     | CronJob                    | {}                                        | 1:13 | no API server has the kind CronJob in version batch/v1beta1.
                                                                  networking.k8s.io/v1              | AdminNetworkPolicy         | {}                                        | 1:13 | no API server has the kind AdminNetworkPolicy in version networking.k8s.io/v1.
                                                                  networking.k8s.io/v1              | NetworkPolcy               | {}                                        | 1:13 | no API server has the kind NetworkPolcy in version networking.k8s.io/v1. Did you mean NetworkPolicy?
                                                                  apps/v1/v1                        | Deployment                 | {}                                        | 1:13 | no API server has the kind Deployment in version apps/v1/v1.
                                                                  policy.networking.k8s.io/v1alpha1 | BaselineAdminNetworkPolicy | {subject: {namespaces: {}}}               | 3:18 | metadata.name: a BaselineAdminNetworkPolicy can't be named ab. There is one in a cluster: name it default.
                                                                  policy.networking.k8s.io/v1alpha2 | ClusterNetworkPolicy       | {tier: Top, priority: 1, subject: {namespaces: {}}} | 4:14 | spec.tier: Top is not a tier.
                                                                  v1                                | Pod                        | {hostNetwrok: true, containers: []}       | 4:8  | there is no field hostNetwrok in spec. Did you mean hostNetwork?
                                                                  v1                                | Pod                        | {hostNetwork: "true", containers: []}     | 4:21 | spec.hostNetwork: true is text, in quotes or by its tag. Remove the quotes.
                                                                  v1                                | Pod                        | {nodeSelector: {disk: 1}, containers: []} | 4:29 | spec.nodeSelector.disk: 1 is a number, and Kubernetes takes only text here. Quote it: "1".
                                                                  v1                                | Pod                        | {containers: [{name: a, ports: [{containerPort: 0}]}]} | 4:55 | spec.containers[0].ports[0].containerPort: 0 is not a port.
                                                                  v1                                | Pod                        | {containers: [{name: 08, image: i}]}      | 4:28 | spec.containers[0].name: 08 is a number, and Kubernetes takes only text here. Quote it: "08".
                                                                  v1                                | Service                    | {selector: {app: 1}}                      | 4:24 | spec.selector.app: 1 is a number, and Kubernetes takes only text here. Quote it: "1".
                                                                  """)
    void anObjectIsRefusedWhereItIsWrong(String apiVersion, String kind, String spec, String place, String problem)
            throws IOException {
        assertThat(problems("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: ab}\nspec: " + spec))
                .singleElement().asString().startsWith(place + ": " + problem);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  &m {name: ab, labels: *m}                       | 3:11 | an alias stands within what it stands for, so that it has no end.
                                                                  {name: ab, labels: {a: !!float .nan}}           | 3:34 | metadata.labels.a: .nan is of a type that JSON doesn't have, and Kubernetes takes only text here.
                                                                  {name: ab, labels: {a: !!binary "%%"}}          | 3:34 | metadata.labels.a: %% is of a type that JSON doesn't have
                                                                  {name: ab, labels: {a: null}}                   | 3:31 | metadata.labels.a has no value. Write one, or "" for the empty value.
                                                                  {name: ab, labels: {a: b, a: c}}                | 3:37 | the field a stands here and in line 3. Keep one of them.
                                                                  {name: ab, labels: {[a]: b}}                    | 3:31 | a key is not plain text.
                                                                  {name: ab, labels: [a]}                         | 3:30 | metadata.labels takes keys and values, not a list.
                                                                  {name: ab, labels: {<<: 5}}                     | 3:35 | << merges mappings, and this is none.
                                                                  {name: ab, annotations: {a: 1}}                 | 3:39 | metadata.annotations.a: 1 is a number, and Kubernetes takes only text here. Quote it: "1".
                                                                  {name: ab, lables: {}}                          | 3:22 | there is no field lables in metadata. Did you mean labels?
                                                                  {name: a_b}                                     | 3:18 | metadata.name: a_b is not valid in Kubernetes. Write a-b, for example.
                                                                  {name: ab, namespace: a.b}                      | 3:33 | metadata.namespace: a.b is not a DNS label.
                                                                  """)
    void metadataAreRefusedWhereTheyAreWrong(String metadata, String place, String problem) throws IOException {
        assertThat(problems("apiVersion: v1\nkind: Pod\nmetadata: " + metadata + "\nspec: {containers: []}"))
                .singleElement().asString().startsWith(place + ": " + problem);
    }

    @Test
    void everyProblemOfEveryObjectIsSaidInTheOrderOfTheFile() throws IOException {
        assertThat(problems("""
                            apiVersion: networking.k8s.io/v1
                            kind: NetworkPolicy
                            metadata: {name: a, labels: {b: 1}}
                            spec:
                              podSelecter: {}
                              ingress: [null, {from: [{}]}]
                            ---
                            apiVersion: v1
                            kind: List
                            items: [null, {apiVersion: apps/v1, kind: Pod, metadata: {name: a}}]
                            """)).extracting(problem -> problem.substring(0, problem.indexOf(": "))).containsExactly(
                "3:33", "5:3", "6:13", "6:27", "10:9", "10:28");
    }

    @Test
    void aliasesOfAliasesEndSomewhere() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a").append(i).append(": &a").append(i).append(" [")
                    .append(String.join(", ", Collections.nCopies(9, alias))).append("]\n");
        }

        assertThat(problems(laughs.toString())).singleElement().asString()
                .contains("aliases make the document larger than");
    }

    @Test
    void whatKubectlTakesIsTaken() throws IOException {
        ManifestSnapshot read = read(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                  creationTimestamp: null
                  labels: {app: web, day: 2026-11-21, "n": "1.10", empty: "", sha: 12ab}
                  annotations: {Example.org/Free: "anything, with: $ signs", time: 12:30}
                  managedFields: [{manager: kubectl, fieldsV1: {"f:spec": {}}}]
                spec:
                  hostNetwork: no
                  containers:
                    - {name: main, resources: {limits: {cpu: 1, memory: 1Gi}}, ports: [{containerPort: 0x50}]}
                  someFieldOfALaterVersion: 1
                status: {}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: b
                  labels: &labels
                    <<: &more {day: 2026-11-21, "n": "1.10"}
                    day: "2026-11-21"
                spec: {containers: [], nodeSelector: {<<: [*more, *labels]}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  egress:
                  ingress:
                    - from:
                        - ipBlock: {cidr: 10.1.2.3/8, except: [10.0.0.0/9]}
                      ports: [{port: 80, endPort: 80}, {port: http, protocol: UDP}, {protocol: SCTP}]
                    - {}
                """);

        assertThat(read.problems()).isEmpty();
        assertThat(read.snapshot().pods()).hasSize(2).allSatisfy(pod -> assertThat(pod.getMetadata().getLabels())
                .containsEntry("day", "2026-11-21").containsEntry("n", "1.10"));
        assertThat(read.snapshot().pods().getFirst().getSpec().getContainers().getFirst().getPorts().getFirst()
                .getContainerPort()).isEqualTo(80);
        assertThat(DeclaredPolicies.of(read.snapshot()).unevaluated()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} is named")
    @CsvSource(textBlock = """
                           networking.istio.io/v1,            VirtualService
                           gateway.networking.k8s.io/v1,      HTTPRoute
                           cilium.io/v2,                      CiliumEgressGatewayPolicy
                           networking.k8s.io/v2,              TrafficPolicy
                           argoproj.io/v1alpha1,              Rollout
                           serving.knative.dev/v1,            Service
                           """)
    void whatHasToDoWithTheNetworkAndIsNotReadIsNamed(String apiVersion, String kind) throws IOException {
        ManifestSnapshot read = read("# first line\napiVersion: " + apiVersion + "\nkind: " + kind
                + "\nmetadata: {name: a, namespace: shop}\nspec: {template: {spec: {containers: [{name: c}]}}}");

        assertThat(read.problems()).isEmpty();
        assertThat(read.unread()).singleElement().satisfies(unread -> {
            assertThat(unread.object()).hasToString(kind + " shop/a");
            assertThat(unread.reason()).contains(apiVersion).contains("its kind is not known here");
            assertThat(unread.position().orElseThrow().toString()).endsWith("all.yaml:2:1");
        });
    }

    @ParameterizedTest(name = "{0} {1} makes its pods unknown")
    @CsvSource(textBlock = """
                           cilium.io/v2,                CiliumNetworkPolicy
                           projectcalico.org/v3,        NetworkPolicy
                           networking.k8s,              NetworkPolicy
                           network.openshift.io/v1,     EgressNetworkPolicy
                           policy.networking.k8s.io/v1, ClusterNetworkPolicy
                           """)
    void aPolicyThatIsNotEvaluatedMakesItsPodsUnknown(String apiVersion, String kind) throws IOException {
        ManifestSnapshot read = read("apiVersion: " + (apiVersion.contains("/") ? apiVersion : apiVersion + "/v1")
                + "\nkind: " + kind + "\nmetadata: {name: a, namespace: shop}\nspec: {ingress: [{}], egress: [{}]}"
                + "\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {containers: []}");
        DeclaredGraph graph = DeclaredPolicies.of(read.snapshot()).graph(DeclaredGraph.By.POD);

        assertThat(read.problems()).isEmpty();
        assertThat(graph.unevaluated()).extracting(Unevaluated::reason).singleElement().asString().isNotEmpty();
        assertThat(graph.edges()).isNotEmpty().allSatisfy(edge -> assertThat(edge.connections()).isEqualTo("Unknown"));
    }

    @ParameterizedTest(name = "{0} {1} is of no matter")
    @CsvSource(textBlock = """
                           v1,                           ConfigMap
                           rbac.authorization.k8s.io/v1, Role
                           networking.k8s.io/v1,         Ingress
                           cert-manager.io/v1,           Certificate
                           policy/v1,                    PodDisruptionBudget
                           """)
    void whatMeansNothingToTheNetworkIsPassedOver(String apiVersion, String kind) throws IOException {
        ManifestSnapshot read = read("apiVersion: " + apiVersion + "\nkind: " + kind
                + "\nmetadata: {name: a}\ndata: {a: !!binary '%%', b: !!float .nan, c: null}");

        assertThat(read.problems()).isEmpty();
        assertThat(read.unread()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noTextEndsInAStackTrace(long seed) throws IOException {
        SplittableRandom dice = new SplittableRandom(seed);
        String valid = """
                       apiVersion: networking.k8s.io/v1
                       kind: NetworkPolicy
                       metadata: &a {name: a, namespace: shop, labels: {app: web}}
                       spec:
                         podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}
                         ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 80, endPort: 90}]}]
                       ---
                       apiVersion: policy.networking.k8s.io/v1alpha1
                       kind: AdminNetworkPolicy
                       metadata: {name: b}
                       spec: {priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}, {networks: [10.0.0.0/8]}]}]}
                       ---
                       apiVersion: v1
                       kind: Pod
                       metadata: {name: c}
                       spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}
                       """;
        List<String> words = List.of("null", "{}", "[]", "[null]", "~", "!!float .nan", "!!binary '%%'", "*a", "1.10",
                "yes",
                "\"\"", "{null: null}", "<<: *a", "99999999999999999999", "-1", "0x", "? [a]", "!!set {a}", "\u0000",
                "'");
        for (int i = 0; i < 100; i++) {
            StringBuilder text = new StringBuilder(valid);
            for (int change = 1 + dice.nextInt(3); change > 0; change--) {
                int from = dice.nextInt(text.length());
                int to = Math.min(text.length(), from + dice.nextInt(12));
                text.replace(from, to, words.get(dice.nextInt(words.size())));
            }
            ManifestSnapshot read = read(text.toString());

            assertThat(read.problems()).as("%s", text).allMatch(problem -> problem.contains(". "));
            DeclaredPolicies.of(read.snapshot()).graph(DeclaredGraph.By.POD);
        }
    }
}
