package dev.netproof.lab.wire;

import java.util.List;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;

/** The addresses that a pod's status tells. */
final class PodAddresses {

    private PodAddresses() {}

    /** At most one of each family; none for a pod in its node's network, whose addresses are the node's. */
    static List<String> own(Pod pod) {
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork()) || pod.getStatus() == null
                || pod.getStatus().getPodIP() == null) {
            return List.of();
        }
        List<PodIP> all = Absent.asEmpty(pod.getStatus().getPodIPs());
        return all.isEmpty() ? List.of(pod.getStatus().getPodIP()) : all.stream().map(PodIP::getIp).toList();
    }
}
