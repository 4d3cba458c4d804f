package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;
import org.junit.jupiter.api.Test;

/** What the console says of a path that stayed open after its exception had expired. */
class ExpiredExceptionTests {

    private static final EdgeEvidence EDGE = new EdgeEvidence("payments", "batch-pays",
            new Position("payments.yaml", 14, 7),
            new Party("batch", new Place.Workload("deployment", "legacy", "batch")),
            new Party("api", new Place.Service("payments", "api")), "8080/TCP", ProbeKind.TCP, Expectation.DENY,
            Mode.ENFORCE,
            Severity.MAJOR, Set.of(),
            new Governance("it moves to the queue soon", "batch", "SEC-412", LocalDate.of(2026, 1, 31)),
            Verdict.of("open: 1 of 1 endpoint",
                    List.of(new Finding(Weight.REMARK,
                            new FindingFacts.ExceptionEnds(LocalDate.of(2026, 1, 31), true, "batch")),
                            Evidence.opened("b", "succeeded"))),
            List.of(), List.of(), Instant.EPOCH, Duration.ofMillis(12));

    @Test
    void isThatItExpiredAndNotTheReasonItWasGrantedFor() {
        StringWriter text = new StringWriter();
        ConsoleReport report = new ConsoleReport(new Terminal(new PrintWriter(text), false), true);

        report.edge(EDGE);
        report.end(new RunFooter(Instant.EPOCH, Totals.NONE));

        assertThat(text.toString()).contains(
                """
                batch-pays  (payments.yaml:14:7, major, owner batch)
                  expected  batch → api 8080/TCP to be denied
                  seen      exception-expired: This exception expired on 2026-01-31, so the edge is judged as if it were not there.
                  seen      leak: pod a/b at 10.0.0.1:8080/TCP should be closed and was open (succeeded). What policies declare is not known: Policies were not evaluated.
                  next      Close the path, or have batch renew it in the matrix.
                  next      Look for a policy that allows it, for pods the denying policy does not select, and whether the engine enforces this direction.
                """);
    }
}
