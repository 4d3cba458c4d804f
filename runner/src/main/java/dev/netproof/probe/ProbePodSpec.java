package dev.netproof.probe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
import io.fabric8.kubernetes.api.model.Sysctl;

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
    static final long USER = 65532;

    /** Where the kubelet connects every second, whatever policies say: that it gets through shows that the network works. */
    static final int PULSE = 20090;

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
                .addToNodeSelector(plan.placement().nodeSelector())
                .addToNodeSelector("kubernetes.io/os", "linux")
                .withTolerations(plan.placement().tolerations())
                .withAffinity(plan.node() == null ? null : onNode(plan.node()))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                .withSysctls(sysctls(plan))
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
                .withPorts(plan.listens().stream()
                        .map(port -> new ContainerPortBuilder().withContainerPort(port).build()).toList())
                // With the gate alone the containers would be ready, and some load balancers register such pods.
                .withNewReadinessProbe()
                .withNewExec().withCommand("false").endExec()
                .withInitialDelaySeconds(NEVER)
                .withPeriodSeconds(3600)
                .withFailureThreshold(1)
                .endReadinessProbe()
                // Never to end it: the kernel of the pod counts the connections, and an exec reads how many came meanwhile.
                .withNewLivenessProbe()
                .withNewTcpSocket().withNewPort(PULSE).endTcpSocket()
                .withPeriodSeconds(1)
                .withTimeoutSeconds(1)
                .withFailureThreshold(NEVER)
                .endLivenessProbe()
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

    /** A safe one, which Pod Security allows: without a capability nobody but root listens below 1024 else. */
    private static List<Sysctl> sysctls(ProbePodPlan plan) {
        return plan.listens().stream().anyMatch(port -> port < 1024)
                ? List.of(new Sysctl("net.ipv4.ip_unprivileged_port_start", "0"))
                : List.of();
    }

    /** The trap ends it within the grace period: PID 1 ignores signals it has no handler for. */
    private static String command(ProbePodPlan plan, ProbePodOptions options) {
        // The flavours of nc disagree on whether the port of a listener wants -p; a listener that ends is started anew.
        String listen = Stream.concat(plan.listens().stream(), Stream.of(PULSE)).distinct()
                .map("while :; do nc -lk %1$d || nc -lk -p %1$d || sleep 1; done >/dev/null 2>&1 </dev/null & "::formatted)
                .collect(Collectors.joining());
        return listen + "trap 'exit 0' TERM; sleep " + options.lifetime().toSeconds() + " & wait $!; exit 0";
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
