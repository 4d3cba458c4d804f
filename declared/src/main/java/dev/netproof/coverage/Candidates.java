package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.matrix.reader.Snippet;
import dev.netproof.plan.IdentityLabels;
import dev.netproof.plan.Plan;
import dev.netproof.policy.End;
import dev.netproof.snapshot.ProbePodLabel;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import org.jspecify.annotations.Nullable;

/** The ends of all edges that could be written about a cluster: what a matrix can name, and a probe can try. */
final class Candidates {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final List<From> sources = new ArrayList<>();
    private final List<To> listeners = new ArrayList<>();
    private final List<To> hosts = new ArrayList<>();

    /** Where an edge may start. */
    record From(Identity identity, End end) {}

    /** Where an edge may lead. */
    record To(Target target, Port port, List<Check.Hit> hits) {}

    Candidates(Snapshot planned, CandidateFlows ground, List<Identity> identities) {
        Set<End> seen = new LinkedHashSet<>();
        for (Identity identity : identities) {
            ground.source(identity).filter(seen::add)
                    .ifPresent(end -> sources.add(new From(identity, end)));
        }
        services(planned, ground);
        Map<End, Lone> pods = new LinkedHashMap<>();
        Set<End> spokenFor = new HashSet<>();
        planned.pods().stream().filter(Candidates::isAlive).filter(ground::hasAddress)
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .forEach(pod -> lone(pod, ground).ifPresent(
                        lone -> lone.host().hits().forEach(hit -> pods.put(hit.end(), lone))));
        for (Workload workload : planned.workloads()) {
            target(workload).ifPresent(target -> {
                To host = to(ground, target, new Port.Numbered(1, Protocol.TCP));
                add(ground, host, workload.template().getSpec());
                if (areAlike(host, pods, labels(workload))) {
                    host.hits().forEach(hit -> spokenFor.add(hit.end()));
                }
            });
        }
        pods.forEach((end, lone) -> {
            if (!spokenFor.contains(end)) {
                add(ground, lone.host(), lone.pod().getSpec());
            }
        });
    }

    /** A pod and its own address. */
    private record Lone(Pod pod, To host) {}

    private static Optional<Lone> lone(Pod pod, CandidateFlows ground) {
        return Optional.<Target>of(new Target.Address(pod.getStatus().getPodIP())).filter(Snippet::canName)
                .map(target -> new Lone(pod, to(ground, target, new Port.Numbered(1, Protocol.TCP))));
    }

    /**
     * Whether an edge to a workload says of each of its pods what one to that pod would. Not where its selector also meets
     * pods that policies tell from the others.
     */
    private static boolean areAlike(To workload, Map<End, Lone> pods, Map<String, String> labels) {
        return workload.hits().stream().map(Check.Hit::end).allMatch(end -> {
            Lone lone = pods.get(end);
            return lone == null || labels.equals(labels(lone.pod().getMetadata().getLabels()));
        });
    }

    /** Those of the matrices first, then workloads, then pods that are none's. */
    static List<Identity> identities(Snapshot planned, Plan plan) {
        Set<Identity> identities = new LinkedHashSet<>();
        plan.edges().forEach(edge -> identities.add(edge.edge().source().identity().seenByPolicies()));
        Set<Identity> asLabels = new LinkedHashSet<>();
        for (Workload workload : planned.workloads()) {
            PodSpec spec = workload.template().getSpec();
            boolean onNode = spec != null && Boolean.TRUE.equals(spec.getHostNetwork());
            kind(workload).filter(kind -> !onNode).map(
                    kind -> new Identity.OfWorkload(workload.namespace(), kind, workload.name()))
                    .filter(Snippet::canName).ifPresent(identity -> {
                        identities.add(identity);
                        asLabels.add(new Identity.Labelled(workload.namespace(), labels(workload)));
                    });
        }
        planned.pods().stream().filter(Candidates::isAlive)
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getNamespace())
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .map(pod -> new Identity.Labelled(pod.getMetadata().getNamespace(),
                        labels(pod.getMetadata().getLabels())))
                .filter(identity -> Snippet.canName(identity) && !asLabels.contains(identity))
                .forEach(identities::add);
        return List.copyOf(identities);
    }

    private static Map<String, String> labels(Workload workload) {
        return labels(workload.template().getMetadata() == null ? null
                : workload.template().getMetadata().getLabels());
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return IdentityLabels.of(labels == null ? Map.of() : labels);
    }

    private static boolean isAlive(Pod pod) {
        boolean ended = pod.getStatus() != null && pod.getStatus().getPhase() != null
                && ENDED.contains(pod.getStatus().getPhase());
        return !ended && !ProbePodLabel.isOn(pod)
                && (pod.getSpec() == null || !Boolean.TRUE.equals(pod.getSpec().getHostNetwork()));
    }

    private void services(Snapshot planned, CandidateFlows ground) {
        for (Service service : planned.services()) {
            Target target = new Target.OfService(service.getMetadata().getNamespace(),
                    service.getMetadata().getName());
            if (service.getSpec() == null || service.getSpec().getPorts() == null || !Snippet.canName(target)) {
                continue;
            }
            for (ServicePort port : service.getSpec().getPorts()) {
                protocol(port.getProtocol()).map(protocol -> new Port.Numbered(port.getPort(), protocol))
                        .map(number -> to(ground, target, number)).filter(to -> !to.hits().isEmpty())
                        .ifPresent(listeners::add);
            }
        }
    }

    private static To to(CandidateFlows ground, Target target, Port port) {
        return new To(target, port, ground.hits(new Destination("", target), port));
    }

    /** With each port that its containers say they listen on. */
    private void add(CandidateFlows ground, To host, @Nullable PodSpec spec) {
        if (host.hits().isEmpty()) {
            return;
        }
        hosts.add(host);
        Map<String, Port> ports = new LinkedHashMap<>();
        Stream.ofNullable(spec).flatMap(of -> Stream.ofNullable(of.getContainers())).flatMap(List::stream)
                .map(Container::getPorts).filter(Objects::nonNull).flatMap(List::stream)
                .forEach(port -> numbered(port).ifPresent(number -> ports.put(number.written(), number)));
        ports.values().forEach(port -> listeners.add(to(ground, host.target(), port)));
    }

    private static Optional<Port> numbered(ContainerPort port) {
        return protocol(port.getProtocol()).map(protocol -> new Port.Numbered(port.getContainerPort(), protocol));
    }

    /** Empty for what no probe speaks. */
    private static Optional<Protocol> protocol(@Nullable String word) {
        return Stream.of(Protocol.values()).filter(protocol -> protocol.name().equals(word == null ? "TCP" : word))
                .findFirst();
    }

    private static Optional<WorkloadKind> kind(Workload workload) {
        return Stream.of(WorkloadKind.values())
                .filter(kind -> kind.word().equals(workload.kind().toLowerCase(Locale.ROOT))).findFirst();
    }

    private static Optional<Target> target(Workload workload) {
        return kind(workload).<Target>map(
                kind -> new Target.OfWorkload(workload.namespace(), kind, workload.name())).filter(Snippet::canName);
    }

    List<From> sources() {
        return sources;
    }

    /** Where something listens, as far as manifests tell. */
    List<To> listeners() {
        return listeners;
    }

    /** Workloads and lone pods, each at port 1: they can be tried at any. */
    List<To> hosts() {
        return hosts;
    }
}
