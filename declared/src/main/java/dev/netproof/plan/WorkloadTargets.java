package dev.netproof.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Port;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;

/** Pods of a workload or with some labels are each of those that run, by their own addresses and the container's port. */
final class WorkloadTargets {

    private final Replicas replicas;
    private final PodReadiness readiness;

    WorkloadTargets(Replicas replicas, PodReadiness readiness) {
        this.replicas = replicas;
        this.readiness = readiness;
    }

    Lookup<TargetAddresses> find(String peer, String namespace, PodSelection selection, Port port) {
        String label = selection.describe() + " in " + namespace;
        Optional<List<Pod>> running = replicas.running(namespace, selection);
        if (running.isEmpty()) {
            return new Lookup.Absent<>(label + " does not exist", "Deploy it, or correct the peer " + peer + ".");
        }
        if (running.get().isEmpty()) {
            return switch (selection) {
                case PodSelection.OfWorkload of -> new Lookup.Absent<>(label + " has no running pod",
                        "Scale it up, or give the peer " + peer + " standIn: true: without a listener no result would "
                                + "be evidence.");
                case PodSelection.Labelled labelled -> new Lookup.Absent<>("no pod runs among " + label,
                        "Start one, or correct the labels of the peer " + peer + ".");
            };
        }
        List<TargetAddresses.Address> addresses = new ArrayList<>();
        String portName = port instanceof Port.Named named ? named.name() : null;
        for (Pod pod : running.get()) {
            Optional<Integer> number = containerPort(pod.getSpec(), port);
            if (number.isEmpty()) {
                return new Lookup.Mistake<>("no container of " + label + " has a port named " + port,
                        "Under reach: pods a port is the container's. Write its number, or one of its names.");
            }
            for (String address : addressesOf(pod)) {
                addresses.add(new TargetAddresses.Address(new Endpoint(Endpoint.Kind.POD,
                        new Place.Pod(namespace, pod.getMetadata().getName()), address, number.get(),
                        port.protocol(), pod.getMetadata().getUid(), pod.getSpec().getNodeName()),
                        Replicas.isReady(pod), readiness.of(pod, number.get(), port.protocol())));
            }
        }
        if (addresses.isEmpty()) {
            return new Lookup.Absent<>(label + " has no pod with an address yet", "Wait until its pods have started.");
        }
        return new Lookup.Found<>(
                new TargetAddresses(addresses.get(0).endpoint().address(), portName, null, addresses));
    }

    private static List<String> addressesOf(Pod pod) {
        List<PodIP> all = pod.getStatus().getPodIPs();
        if (all != null && !all.isEmpty()) {
            return all.stream().map(PodIP::getIp).toList();
        }
        return pod.getStatus().getPodIP() == null ? List.of() : List.of(pod.getStatus().getPodIP());
    }

    /** What a port of the matrix is in a pod: itself, or the number that a container declares under its name. */
    static Optional<Integer> containerPort(PodSpec pod, Port port) {
        return switch (port) {
            case Port.Numbered numbered -> Optional.of(numbered.number());
            case Port.Named named -> pod.getContainers()
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
}
