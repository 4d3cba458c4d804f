package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * Something that is wrong with the network of pods, whatever the policies say.
 *
 * @param labels of the pods it is about, all of which they carry, in its namespace
 */
record PodFault(String namespace, Map<String, String> labels, Kind kind) {

    private static final String KINDS = "Write fault: no-network, no-egress, no-ingress or transparent-proxy.";

    enum Kind {
        /** Nothing passes, in or out, not even between the pod and its node. */
        NO_NETWORK,
        /** Nothing that the pod starts passes, nor goes on; what others start does. */
        NO_EGRESS,
        /** Nothing that others start passes, nor goes on, the node's probes included; what the pod starts does. */
        NO_INGRESS,
        /** Every TCP connection of the pod is accepted near it, wherever it leads, and never answered. */
        TRANSPARENT_PROXY;

        private static Optional<Kind> of(String word) {
            return Stream.of(values())
                    .filter(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                    .findFirst();
        }
    }

    PodFault {
        labels = Map.copyOf(labels);
    }

    /** @throws IOException if the object's {@code spec} is malformed; says how to fix it */
    static PodFault of(GenericKubernetesResource object) throws IOException {
        String where = "pod fault " + object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
        if (!(object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec)) {
            throw new IOException(where + ": has no spec. Give it one with labels and fault.");
        }
        if (!(spec.get("labels") instanceof Map<?, ?> labels) || labels.isEmpty()) {
            throw new IOException(where + ": has no labels. Write those of the pods it is about.");
        }
        Map<String, String> texts = new HashMap<>();
        labels.forEach((key, value) -> texts.put(key.toString(), String.valueOf(value)));
        Object word = spec.get("fault");
        return new PodFault(object.getMetadata().getNamespace(), texts,
                Kind.of(String.valueOf(word)).orElseThrow(
                        () -> new IOException(where + ": the fault " + word + " is not known. " + KINDS)));
    }

    boolean isAbout(Pod pod) {
        return pod.getMetadata().getNamespace().equals(namespace)
                && Absent.asEmpty(pod.getMetadata().getLabels()).entrySet().containsAll(labels.entrySet());
    }
}
