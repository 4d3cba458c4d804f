package dev.netproof.truth;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import dev.netproof.truth.Trouble.Kind;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/** The world's targets and policies, as the API shows them at any moment. */
final class Scenery {

    static final String NAMESPACE = "payments";
    static final int PORT = 8080;

    private static final String VIRTUAL = "10.96.0.";
    private static final Instant EPOCH = Instant.parse("2026-01-01T12:00:00Z");

    private final Schedule schedule;
    private final NavigableSet<Long> turns = new TreeSet<>();
    private final Map<Long, Snapshot> snapshots = new HashMap<>();

    Scenery(Schedule schedule) {
        this.schedule = schedule;
        schedule.replicas().forEach(replica -> turns.addAll(
                List.of(replica.born(), replica.ready(), replica.terminates(), replica.dies())));
        schedule.troubles().forEach(trouble -> turns.addAll(List.of(trouble.when().from(), trouble.when().to())));
        written().forEach(turns::add);
        turns.add(Long.MIN_VALUE);
    }

    private Stream<Long> written() {
        return schedule.rules().values().stream().flatMap(rule -> rule.changes().stream()).map(Rule.Change::written);
    }

    /** The true time of day, whatever the clock of the run's machine shows. */
    static Instant instant(long moment) {
        return EPOCH.plusNanos(Math.max(moment, 0));
    }

    static String address(int service) {
        return VIRTUAL + (20 + service);
    }

    /** The index of the service with this address; -1 when it is no service's. */
    static int serviceAt(String address) {
        return address.startsWith(VIRTUAL) ? Integer.parseInt(address.substring(VIRTUAL.length())) - 20 : -1;
    }

    boolean listens(Replica replica, long moment) {
        return replica.lives(moment) && !schedule.is(Kind.DEAF, replica.name(), moment)
                && !schedule.is(Kind.RESTARTED, replica.name(), moment);
    }

    /** Whether it takes traffic. A kubelet that probes it is taken to notice at once what becomes of it. */
    boolean isReady(Replica replica, long moment) {
        return replica.lives(moment) && moment >= replica.ready() && moment < replica.terminates()
                && (!replica.probed() || answersItsKubelet(replica, moment));
    }

    private boolean answersItsKubelet(Replica replica, long moment) {
        return listens(replica, moment) && !schedule.is(Kind.DEAD, replica.name(), moment);
    }

    /** As it is between two changes of anything, so that it is made but once. */
    Snapshot at(long moment) {
        long since = Objects.requireNonNull(turns.floor(moment));
        return snapshots.computeIfAbsent(since, this::make);
    }

    private Snapshot make(long moment) {
        List<Namespace> namespaces = Stream.of("shop", NAMESPACE)
                .map(name -> new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).toList();
        List<Workload> workloads = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < schedule.services().size(); i++) {
            String name = schedule.services().get(i);
            workloads.add(new Workload("Deployment", NAMESPACE, name,
                    new LabelSelectorBuilder().addToMatchLabels("app", name).build(),
                    new PodTemplateSpecBuilder().withNewMetadata().addToLabels("app", name).endMetadata().withNewSpec()
                            .endSpec().build()));
            services.add(new ServiceBuilder().withNewMetadata().withNamespace(NAMESPACE).withName(name).endMetadata()
                    .withNewSpec().withClusterIP(address(i)).addNewPort().withName("tcp").withPort(PORT)
                    .withProtocol("TCP").endPort().endSpec().build());
        }
        List<Replica> living = schedule.replicas().stream().filter(replica -> replica.lives(moment)).toList();
        List<EndpointSlice> slices = living.stream().filter(replica -> !replica.isStranger())
                .map(replica -> slice(replica, moment)).toList();
        return new Snapshot(namespaces, workloads, living.stream().map(replica -> pod(replica, moment)).toList(),
                services, slices, List.of(), List.of(policy(moment)), List.of());
    }

    private String app(Replica replica) {
        return replica.isStranger() ? "stranger" : schedule.services().get(replica.service());
    }

    private EndpointSlice slice(Replica replica, long moment) {
        return new EndpointSliceBuilder().withNewMetadata().withNamespace(NAMESPACE).withName(replica.name())
                .addToLabels("kubernetes.io/service-name", app(replica)).endMetadata().withAddressType("IPv4")
                .addNewEndpoint().withAddresses(replica.address()).withNewConditions()
                .withReady(isReady(replica, moment)).endConditions().withNewTargetRef().withKind("Pod")
                .withName(replica.name()).withUid(replica.uid()).endTargetRef().withNodeName("node-1").endEndpoint()
                .addNewPort().withName("tcp").withPort(PORT).withProtocol("TCP").endPort().build();
    }

    private Pod pod(Replica replica, long moment) {
        boolean ready = isReady(replica, moment);
        List<Long> restarts = schedule.troubles().stream()
                .filter(one -> one.kind() == Kind.RESTARTED && one.who().equals(replica.name())
                        && one.when().from() <= moment && one.when().from() >= replica.born())
                .map(one -> one.when().from()).sorted().toList();
        PodBuilder pod = new PodBuilder().withNewMetadata().withNamespace(NAMESPACE).withName(replica.name())
                .withUid(replica.uid()).addToLabels("app", app(replica)).endMetadata().withNewSpec()
                .withNodeName("node-1").addNewContainer().withName("app").addNewPort().withContainerPort(PORT)
                .withProtocol("TCP").endPort().endContainer().endSpec().withNewStatus().withPhase("Running")
                .withPodIP(replica.address()).addNewCondition().withType("Ready").withStatus(ready ? "True" : "False")
                .withLastTransitionTime(time(readySince(replica, moment))).endCondition().addNewContainerStatus()
                .withName("app").withReady(ready).withRestartCount(restarts.size()).withNewState().withNewRunning()
                .withStartedAt(time(restarts.isEmpty() ? replica.born() : restarts.get(restarts.size() - 1)))
                .endRunning().endState().endContainerStatus().endStatus();
        if (replica.probed()) {
            pod.editSpec().editFirstContainer().withNewReadinessProbe().withNewTcpSocket().withNewPort(PORT)
                    .endTcpSocket().endReadinessProbe().endContainer().endSpec();
        }
        if (moment >= replica.terminates()) {
            pod.editMetadata().withDeletionTimestamp(time(replica.dies())).endMetadata();
        }
        return pod.build();
    }

    /** The last moment at which it became what it is. */
    private long readySince(Replica replica, long moment) {
        boolean ready = isReady(replica, moment);
        long since = moment;
        for (long turn : turns.headSet(moment, true).descendingSet()) {
            if (turn < replica.born() || isReady(replica, turn) != ready) {
                break;
            }
            since = turn;
        }
        return since;
    }

    /** The API keeps seconds. */
    private static String time(long moment) {
        return instant(moment).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** One policy stands for all of the namespace; what they say is known to the world alone. */
    private NetworkPolicy policy(long moment) {
        return new NetworkPolicyBuilder().withNewMetadata().withNamespace(NAMESPACE).withName("all").withUid("uid-all")
                .withResourceVersion(Long.toString(written().filter(written -> written <= moment).count()))
                .endMetadata()
                .withNewSpec().withNewPodSelector().addToMatchLabels("app", "nobody").endPodSelector()
                .withPolicyTypes("Ingress").endSpec().build();
    }
}
