package dev.netproof.truth;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.netproof.plan.Probe;
import dev.netproof.probe.NcSays;
import dev.netproof.truth.Field.Inhabitant;
import dev.netproof.truth.Trouble.Kind;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import org.jspecify.annotations.Nullable;

/** What the canary's ports come to in one moment, by the policies that are stored and what the engine makes of them. */
final class CanaryWire {

    private final World world;
    private final Schedule schedule;
    private final Set<Trouble> over = new HashSet<>();

    CanaryWire(World world) {
        this.world = world;
        this.schedule = world.schedule();
    }

    Function<Probe, NcSays> moment(Map<String, Inhabitant> pods, String from, List<Probe> probes, long moment) {
        Inhabitant client = pods.get(from);
        Inhabitant server = pods.get("canary-server");
        if (client == null || server == null || schedule.is(Kind.DEAD, from, moment)
                || schedule.is(Kind.DEAD, "canary-server", moment)) {
            return probe -> NcSays.TIMEOUT;
        }
        Probe lost = lost(from, probes, moment);
        return probe -> probe.equals(lost) ? NcSays.TIMEOUT
                : isDenied(client, server, probe.endpoint().port(), moment) ? denial() : NcSays.OPEN;
    }

    /** Once for each such trouble. */
    private @Nullable Probe lost(String from, List<Probe> probes, long moment) {
        for (Trouble trouble : schedule.troubles()) {
            if (trouble.is(Kind.LOST, from, moment) && over.add(trouble)) {
                return probes.get(schedule.chance(trouble.toString(), probes.size()));
            }
        }
        return null;
    }

    private NcSays denial() {
        return schedule.engine().rejects() ? NcSays.REFUSED : NcSays.TIMEOUT;
    }

    private boolean isDenied(Inhabitant client, Inhabitant server, int port, long moment) {
        Engine engine = schedule.engine();
        boolean young = moment < client.born() + engine.leak();
        return (engine.egress() && !young && isDenied("Egress", client, port, moment))
                || (engine.ingress() && isDenied("Ingress", server, port, moment));
    }

    private boolean isDenied(String direction, Inhabitant pod, int port, long moment) {
        List<NetworkPolicySpec> selecting = world.policies().stream()
                .filter(stored -> stored.hasEffect(schedule.engine(), moment))
                .map(stored -> stored.policy().getSpec())
                .filter(spec -> spec.getPolicyTypes().contains(direction) && pod.plan().labels().entrySet()
                        .containsAll(spec.getPodSelector().getMatchLabels().entrySet()))
                .toList();
        boolean isolated = schedule.engine().closed() || !selecting.isEmpty();
        return isolated && selecting.stream().noneMatch(spec -> ports(spec).stream()
                .anyMatch(allowed -> allowed.getPort().equals(new IntOrString(port))));
    }

    private static List<NetworkPolicyPort> ports(NetworkPolicySpec spec) {
        return spec.getPolicyTypes().contains("Egress")
                ? spec.getEgress().stream().flatMap(rule -> rule.getPorts().stream()).toList()
                : spec.getIngress().stream().flatMap(rule -> rule.getPorts().stream()).toList();
    }
}
