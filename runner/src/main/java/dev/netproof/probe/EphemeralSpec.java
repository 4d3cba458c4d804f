package dev.netproof.probe;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;

/**
 * Builds the container that probes from a pod of somebody else.
 *
 * <p>Pure. The API takes no resources, ports or probes of an ephemeral container, and Pod Security asks of it what it asks of
 * every other: the pod's own settings may be more generous. It shares the pod's network, and not its processes.
 */
final class EphemeralSpec {

    static final String NAME = "netproof-";

    private EphemeralSpec() {}

    /** One name per run: a container that is there can be neither changed nor removed. */
    static String name(RunMark mark) {
        return NAME + mark.suffix();
    }

    static EphemeralContainer of(RunMark mark, ProbePodOptions options) {
        return new EphemeralContainerBuilder()
                .withName(name(mark))
                .withImage(options.image())
                .withImagePullPolicy("IfNotPresent")
                // The name is its own argument, by which the process is found and ended.
                .withCommand("sh", "-c", "trap 'exit 0' TERM; sleep " + options.lifetime().toSeconds()
                        + " & wait; exit 0", name(mark))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(ProbePodSpec.USER)
                .withRunAsGroup(ProbePodSpec.USER)
                .withAllowPrivilegeEscalation(false)
                .withPrivileged(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities().withDrop("ALL").endCapabilities()
                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                .endSecurityContext()
                .build();
    }
}
