package dev.netproof.plan;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.jspecify.annotations.Nullable;

/** Turns the source of an edge into the probe pod that takes on its identity, or the pod that has it. */
final class Sources {

    private static final String OS = "kubernetes.io/os";

    private final Snapshot snapshot;
    private final Replicas replicas;
    private final PodAdmission manners;
    private final EphemeralUse ephemeral;
    private final TemplateDrift drift;
    private final Set<String> remarks = new LinkedHashSet<>();

    Sources(Snapshot snapshot, Replicas replicas, PodAdmission manners, EphemeralUse ephemeral) {
        this.snapshot = snapshot;
        this.replicas = replicas;
        this.manners = manners;
        this.ephemeral = ephemeral;
        this.drift = new TemplateDrift(snapshot);
    }

    /** What a person should know of the identities that were found. */
    Set<String> remarks() {
        return remarks;
    }

    /** @param node where it is to start; null for anywhere */
    Lookup<ProbePodPlan> find(Source source, @Nullable String node) {
        return find(source.peer(), source.identity(), node);
    }

    /** @param name for whom the pod is */
    Lookup<ProbePodPlan> find(String name, Identity identity, @Nullable String node) {
        String namespace = identity.namespace();
        if (snapshot.namespaces().stream().noneMatch(n -> n.getMetadata().getName().equals(namespace))) {
            return new Lookup.Absent<>("namespace " + namespace + " of source " + name + " does not exist",
                    "Create it, or correct the peer " + name + ".");
        }
        return switch (identity) {
            case Identity.Labelled labelled -> manners.admit(labelled(name, labelled, node));
            case Identity.OfWorkload of -> ofWorkload(name, of, node).then(manners::admit);
            case Identity.OfPods of -> ofPods(name, of, node);
        };
    }

    private static ProbePodPlan labelled(String name, Identity.Labelled labelled, @Nullable String node) {
        String namespace = labelled.namespace();
        String key = PodKey.of(name, identity(namespace, labelled.labels(), null, List.of(), Placement.on(node)));
        return new ProbePodPlan(key, namespace, labelled.labels(), null, List.of(), node);
    }

    private Lookup<ProbePodPlan> ofWorkload(String name, Identity.OfWorkload of, @Nullable String node) {
        Optional<Workload> workload = replicas.workload(of.namespace(), of.kind(), of.name());
        if (workload.isEmpty()) {
            return new Lookup.Absent<>(
                    of.kind().word() + "/" + of.name() + " of source " + name + " does not exist in " + of.namespace(),
                    "Deploy it, or give the peer its labels instead of a workload.");
        }
        drift.of(workload.get()).ifPresent(remarks::add);
        var template = workload.get().template();
        PodSpec spec = template.getSpec();
        Map<String, String> labels = template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
        List<String> secrets = spec.getImagePullSecrets() == null
                ? List.of()
                : spec.getImagePullSecrets().stream().map(LocalObjectReference::getName).toList();
        Placement placement = placement(spec).onto(node);
        String key = PodKey.of(name,
                identity(of.namespace(), labels, spec.getServiceAccountName(), secrets, placement));
        return new Lookup.Found<>(new ProbePodPlan(key, of.namespace(), labels, spec.getServiceAccountName(), secrets,
                placement, false, List.of(), PodResources.SMALL, null));
    }

    /** That of the workload; its affinity would count the probe pod, and on Windows nodes no probe runs. */
    private static Placement placement(PodSpec spec) {
        Map<String, String> nodes = Objects.requireNonNullElse(spec.getNodeSelector(), Map.of());
        boolean windows = "windows".equals(nodes.get(OS))
                || (spec.getOs() != null && "windows".equals(spec.getOs().getName()));
        return windows
                ? Placement.ANYWHERE
                : new Placement(null, nodes, Objects.requireNonNullElse(spec.getTolerations(), List.of()));
    }

    private static String identity(String namespace, Map<String, String> labels, @Nullable String serviceAccount,
            List<String> secrets, Placement placement) {
        String identity = namespace + '\n' + new TreeMap<>(labels) + '\n' + serviceAccount + '\n' + secrets;
        return placement.equals(Placement.ANYWHERE)
                ? identity
                : identity + '\n' + new TreeMap<>(placement.nodeSelector()) + '\n' + placement.tolerations() + '\n'
                        + placement.node();
    }

    /** One pod speaks for all: to policies they are alike, and each container that is added stays. */
    private Lookup<ProbePodPlan> ofPods(String name, Identity.OfPods of, @Nullable String node) {
        String label = of.pods().describe() + " in " + of.namespace();
        if (!ephemeral.sources()) {
            return new Lookup.Absent<>(
                    "its probe would run as an ephemeral container in one of " + label
                            + ", which takes the consent of whoever starts the run",
                    "Pass --ephemeral; the container stays in the pod's list until the pod goes.");
        }
        Optional<List<Pod>> running = replicas.running(of.namespace(), of.pods());
        if (running.isEmpty()) {
            return new Lookup.Absent<>(label + " does not exist, so peer " + name + " has no pod to probe from",
                    "Deploy it, or correct the peer " + name + ".");
        }
        if (running.get().isEmpty()) {
            return new Lookup.Absent<>("none of " + label + " runs, so peer " + name + " has no pod to probe from",
                    "Start one, or give the peer labels or a workload to launch a probe pod.");
        }
        if (node != null && running.get().stream().noneMatch(pod -> node.equals(pod.getSpec().getNodeName()))) {
            return new Lookup.Absent<>("none of " + label + " runs on node " + node,
                    "Give the peer labels or a workload: a probe pod is launched where it is wanted.");
        }
        return running.get()
                .stream()
                .filter(pod -> node == null || node.equals(pod.getSpec().getNodeName()))
                .filter(pod -> !Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .min(Comparator.comparing((Pod pod) -> !Replicas.isReady(pod))
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .<Lookup<ProbePodPlan>>map(pod -> new Lookup.Found<>(
                        ProbePodPlan.within(PodKey.of(name, "pods of " + label + (node == null ? "" : " on " + node)),
                                pod)))
                .orElseGet(() -> new Lookup.Absent<>(label + " run on the network of their nodes",
                        "Policies do not see such pods: no edge can start from them."));
    }
}
