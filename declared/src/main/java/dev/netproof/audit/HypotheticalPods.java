package dev.netproof.audit;

import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.Transport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/**
 * Pods that nobody has thought of: one without a label in each namespace, and a stranger in a namespace of its own. What
 * they may do is the default.
 */
final class HypotheticalPods {

    /** No object can have this name. */
    private static final String NAME = "(newcomer)";
    private static final int SOME_PORT = 9;

    private HypotheticalPods() {}

    static Stream<Pod> of(Set<String> namespaces) {
        return Stream.concat(namespaces.stream(), Stream.of(NAME)).map(namespace -> new PodBuilder().withNewMetadata()
                .withNamespace(namespace).withName(NAME).endMetadata().withNewSpec().endSpec().build());
    }

    /** Between the newcomer of a namespace and the stranger. */
    static Flow flow(String namespace, Direction direction) {
        FlowEnd newcomer = new FlowEnd.Pod(namespace, NAME);
        FlowEnd stranger = new FlowEnd.Pod(NAME, NAME);
        return switch (direction) {
            case INGRESS -> new Flow(stranger, newcomer, Transport.TCP, SOME_PORT);
            case EGRESS -> new Flow(newcomer, stranger, Transport.TCP, SOME_PORT);
        };
    }
}
