package dev.netproof.probe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.netproof.plan.IdentityLabels;
import dev.netproof.plan.ProbePodPlan;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/**
 * Builds a probe pod: to policies it looks like the workload, to everything else it looks like nothing.
 *
 * <p>Pure. Why each line is there: {@code docs/adr/0002-probe-pods-that-stay-invisible.md}.
 */
final class ProbePodSpec {

    static final String CONTAINER = "probe";

    /** A condition that nothing ever sets. */
    static final String GATE = "netproof.dev/never-ready";

    /** Numeric, since the kubelet can't tell whether a named user is root. */
    private static final long USER = 65532;

    /** Seconds. Longer than any probe pod lives. */
    private static final int NEVER = 365 * 24 * 3600;

    /** Seconds after the pod should have ended by itself. */
    private static final int DEADLINE_MARGIN = 60;

    private static final int NAME_LIMIT = 63;

    private ProbePodSpec() {}

    static Pod of(ProbePodPlan plan, RunMark mark, ProbePodOptions options, ConfigMap owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name(plan.key(), mark))
                .withNamespace(plan.namespace())
                .addToLabels(IdentityLabels.of(plan.labels()))
                .addToLabels(RunMark.labels())
                .addToAnnotations(mark.annotations())
                .addToAnnotations(LEFT_ALONE)
                .withOwnerReferences(OwnerSpec.reference(owner, plan.adoptable()))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(options.lifetime().toSeconds() + DEADLINE_MARGIN)
                .withTerminationGracePeriodSeconds(1L)
                .withServiceAccountName(plan.serviceAccount() == null ? "default" : plan.serviceAccount())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(plan.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
                .withPriorityClassName(options.priorityClass())
                .addToNodeSelector("kubernetes.io/os", "linux")
                .withAffinity(plan.node() == null ? null : onNode(plan.node()))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                .endSecurityContext()
                .addNewReadinessGate(GATE)
                .withContainers(container(plan, options))
                .endSpec()
                .build();
    }

    private static Container container(ProbePodPlan plan, ProbePodOptions options) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(options.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c", command(plan, options))
                .withPorts(plan.listens() == null
                        ? List.of()
                        : List.of(new ContainerPortBuilder().withContainerPort(plan.listens()).build()))
                // With the gate alone the containers would be ready, and some load balancers register such pods.
                .withNewReadinessProbe()
                .withNewExec().withCommand("false").endExec()
                .withInitialDelaySeconds(NEVER)
                .withPeriodSeconds(3600)
                .withFailureThreshold(1)
                .endReadinessProbe()
                .withNewResources()
                .withRequests(quantities(plan.resources().requests()))
                .withLimits(quantities(plan.resources().limits()))
                .endResources()
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withAllowPrivilegeEscalation(false)
                .withPrivileged(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities().withDrop("ALL").endCapabilities()
                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                .endSecurityContext()
                .build();
    }

    /** The trap ends it within the grace period: PID 1 ignores signals it has no handler for. */
    private static String command(ProbePodPlan plan, ProbePodOptions options) {
        String sleep = "trap 'exit 0' TERM; sleep " + options.lifetime().toSeconds() + " & wait";
        if (plan.listens() == null) {
            return sleep + "; exit 0";
        }
        // The flavours of nc disagree on whether the port of a listener wants -p.
        String listen = "(nc -lk %1$d || nc -lk -p %1$d) >/dev/null 2>&1 </dev/null & ".formatted(plan.listens());
        return listen + sleep + " $!; exit 0";
    }

    /**
     * Meshes off: a sidecar would answer in the target's stead. By annotation, since a label would change what policies
     * see. A bare pod would keep the autoscaler from removing its node.
     */
    private static final Map<String, String> LEFT_ALONE = Map.of(
            "sidecar.istio.io/inject", "false",
            "linkerd.io/inject", "disabled",
            "kuma.io/sidecar-injection", "disabled",
            "consul.hashicorp.com/connect-inject", "false",
            "cluster-autoscaler.kubernetes.io/safe-to-evict", "true");

    /** Through the scheduler, as DaemonSets do: {@code nodeName} would overrule a cordon and a full node. */
    private static Affinity onNode(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField().withKey("metadata.name").withOperator("In").withValues(node).endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private static Map<String, Quantity> quantities(Map<String, String> amounts) {
        return amounts.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), name -> Quantity.parse(amounts.get(name))));
    }

    private static String name(String key, RunMark mark) {
        String suffix = "-" + mark.suffix();
        String name = "netproof-" + key + suffix;
        if (name.length() <= NAME_LIMIT) {
            return name;
        }
        String unique = "-" + RunMark.digest(key) + suffix;
        return name.substring(0, NAME_LIMIT - unique.length()) + unique;
    }
}
