package dev.netproof.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import dev.netproof.matrix.Via;
import dev.netproof.matrix.WorkloadKind;
import org.jspecify.annotations.Nullable;

/** Edges for tests, changed from one that is complete. */
public record Edges(String id, Source source, Destination destination, Port port, Expectation expected,
        @Nullable Ask ask, Governance governance, Mode mode, @Nullable Via via, boolean needsControl,
        Duration convergence) {

    public static final Source CHECKOUT = new Source("checkout",
            new Identity.OfWorkload("shop", WorkloadKind.DEPLOYMENT, "checkout-api"));
    public static final Source STRANGER = new Source("stranger",
            new Identity.Labelled("payments", Map.of("app", "stranger")));
    public static final Destination PAYMENTS = new Destination("payments",
            new Target.OfService("payments", "payments-api"));

    public static Edges allow(String id, Source source) {
        return new Edges(id, source, PAYMENTS, tcp(8080), Expectation.ALLOW, null, Governance.NONE, Mode.ENFORCE, null,
                true, Duration.ofSeconds(2));
    }

    public static Edges deny(String id, Source source) {
        return new Edges(id, source, PAYMENTS, tcp(8080), Expectation.DENY, null, Governance.NONE, Mode.ENFORCE, null,
                true, Duration.ofSeconds(2));
    }

    public static Port tcp(int number) {
        return new Port.Numbered(number, Protocol.TCP);
    }

    public Edges to(Destination other) {
        return new Edges(id, source, other, port, expected, ask, governance, mode, via, needsControl, convergence);
    }

    public Edges over(Port other) {
        return new Edges(id, source, destination, other, expected, ask, governance, mode, via, needsControl,
                convergence);
    }

    public Edges within(Duration other) {
        return new Edges(id, source, destination, port, expected, ask, governance, mode, via, needsControl, other);
    }

    public Edges asking(Ask other) {
        return new Edges(id, source, destination, port, expected, other, governance, mode, via, needsControl,
                convergence);
    }

    public Edges through(Via proxy) {
        return new Edges(id, source, destination, port, expected, ask, governance, mode, proxy, needsControl,
                convergence);
    }

    public Edges governed(Governance other) {
        return new Edges(id, source, destination, port, expected, ask, other, mode, via, needsControl, convergence);
    }

    public Edges monitored() {
        return new Edges(id, source, destination, port, expected, ask, governance, Mode.MONITOR, via, needsControl,
                convergence);
    }

    public Edges withoutControl() {
        return new Edges(id, source, destination, port, expected, ask, governance, mode, via, false, convergence);
    }

    public Edge edge() {
        Expectation opposite = expected == Expectation.ALLOW ? Expectation.DENY : Expectation.ALLOW;
        return new Edge(id, new Position("matrices/payments.yaml", 7, 5), source, destination, port, expected, opposite,
                ask, Duration.ofSeconds(2), convergence, mode, Severity.MAJOR, Set.of(), governance, via, needsControl);
    }

    public static ConnectivityMatrix matrix(Edges... edges) {
        return new ConnectivityMatrix("payments", "matrices/payments.yaml", "0".repeat(64),
                List.of(edges).stream().map(Edges::edge).toList());
    }
}
