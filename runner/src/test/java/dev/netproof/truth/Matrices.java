package dev.netproof.truth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.Ask;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;

/** The matrix of a schedule. */
final class Matrices {

    private Matrices() {}

    static ConnectivityMatrix of(Schedule schedule) {
        List<Edge> edges = new ArrayList<>();
        schedule.edges().forEach((id, open) -> edges.add(edge(schedule, id, open)));
        return new ConnectivityMatrix("truth", "truth.yaml", "0".repeat(64), edges);
    }

    private static Edge edge(Schedule schedule, String id, boolean open) {
        String source = id.substring(0, id.indexOf('>'));
        String service = id.substring(id.indexOf('>') + 1);
        Target target = schedule.workloads().get(schedule.services().indexOf(service))
                ? new Target.OfWorkload(Scenery.NAMESPACE, WorkloadKind.DEPLOYMENT, service)
                : new Target.OfService(Scenery.NAMESPACE, service);
        return new Edge(id, new Position("truth.yaml", 1, 1),
                new Source(source, new Identity.Labelled("shop", Map.of("app", source))),
                new Destination(service, target), new Port.Numbered(Scenery.PORT, Protocol.TCP),
                open ? Expectation.ALLOW : Expectation.DENY, open ? Expectation.DENY : Expectation.ALLOW,
                new Ask.Handshake(), Duration.ofSeconds(schedule.chance("timeout" + id, 3) == 0 ? 1 : 3),
                Duration.ofSeconds(Objects.requireNonNull(schedule.windows().get(id))),
                Mode.ENFORCE, Severity.MAJOR, Set.of(), Governance.NONE, null, true);
    }
}
