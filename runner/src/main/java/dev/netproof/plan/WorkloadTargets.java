package dev.netproof.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Target;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;

/** A workload is each of its running pods, by their own addresses and the container's port. */
final class WorkloadTargets {

    private final Snapshot snapshot;
    private final Pods pods;
    private final PodReadiness readiness;

    WorkloadTargets(Snapshot snapshot, Pods pods, PodReadiness readiness) {
        this.snapshot = snapshot;
        this.pods = pods;
        this.readiness = readiness;
    }

    Lookup<Addresses> find(String peer, Target.OfWorkload target, Port port) {
        String label = target.kind().word() + "/" + target.name() + " in " + target.namespace();
        Optional<Workload> workload = snapshot.workloads()
                .stream()
                .filter(w -> w.kind().equalsIgnoreCase(target.kind().name())
                        && w.namespace().equals(target.namespace()) && w.name().equals(target.name()))
                .findFirst();
        if (workload.isEmpty()) {
            return new Lookup.Absent<>(label + " does not exist", "Deploy it, or correct the peer " + peer + ".");
        }
        List<Pod> replicas = pods.in(target.namespace()).stream().filter(p -> isReplica(p, workload.get())).toList();
        if (replicas.isEmpty()) {
            return new Lookup.Absent<>(label + " has no running pod",
                    "Scale it up: without a listener no result would be evidence.");
        }
        List<Addresses.Address> addresses = new ArrayList<>();
        String portName = port instanceof Port.Named named ? named.name() : null;
        for (Pod pod : replicas) {
            Optional<Integer> number = containerPort(pod, port);
            if (number.isEmpty()) {
                return new Lookup.Mistake<>("no container of " + label + " has a port named " + port,
                        "Under reach: pods a port is the container's. Write its number, or one of its names.");
            }
            for (String address : addressesOf(pod)) {
                addresses.add(new Addresses.Address(new Endpoint(Endpoint.Kind.POD,
                        "pod " + target.namespace() + "/" + pod.getMetadata().getName(), address, number.get(),
                        port.protocol(), pod.getMetadata().getUid(), pod.getSpec().getNodeName()), isReady(pod),
                        readiness.of(pod, number.get(), port.protocol())));
            }
        }
        if (addresses.isEmpty()) {
            return new Lookup.Absent<>(label + " has no pod with an address yet", "Wait until its pods have started.");
        }
        return new Lookup.Found<>(new Addresses(addresses.get(0).endpoint().address(), portName, null, addresses));
    }

    private static boolean isReplica(Pod pod, Workload workload) {
        return !ProbePodPlan.isProbePod(pod)
                && pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase())
                && pod.getMetadata().getDeletionTimestamp() == null
                && LabelSelectors.matches(workload.selector(), pod.getMetadata().getLabels());
    }

    private static List<String> addressesOf(Pod pod) {
        List<PodIP> all = pod.getStatus().getPodIPs();
        if (all != null && !all.isEmpty()) {
            return all.stream().map(PodIP::getIp).toList();
        }
        return pod.getStatus().getPodIP() == null ? List.of() : List.of(pod.getStatus().getPodIP());
    }

    private static Optional<Integer> containerPort(Pod pod, Port port) {
        return switch (port) {
            case Port.Numbered numbered -> Optional.of(numbered.number());
            case Port.Named named -> pod.getSpec()
                    .getContainers()
                    .stream()
                    .map(Container::getPorts)
                    .filter(Objects::nonNull)
                    .flatMap(List::stream)
                    .filter(p -> named.name().equals(p.getName()) && Objects
                            .requireNonNullElse(p.getProtocol(), "TCP").equals(port.protocol().name()))
                    .map(ContainerPort::getContainerPort)
                    .findFirst();
        };
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions() != null && pod.getStatus()
                .getConditions()
                .stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }
}
