package dev.netproof.reports.diff;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;

/** Runs of which only what a diff looks at is told: {@code deny open} is a leak. */
final class Morning {
    private static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");

    private static final Endpoint POD = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "b-0"), "10.1.2.3",
            8080,
            Protocol.TCP, "77aa", null);
    private static final Declared UNKNOWN = Declared.unknown(POD.listener(), "policies were not evaluated");

    private Morning() {}

    /** An edge by its id and words: {@code allow} or {@code deny}, what was seen, and {@code monitor} perhaps. */
    static EdgeEvidence edge(String id, String words) {
        boolean allow = words.contains("allow");
        boolean open = words.contains("open");
        Verdict verdict = words.contains("unknown")
                ? verdict(Finding.Weight.INCONCLUSIVE,
                        new FindingFacts.Unclear(POD, new Observation.Unreadable("no tool")))
                : allow == open
                        ? Verdict.of(open ? "open" : "closed", List.of())
                        : verdict(Finding.Weight.VIOLATION, allow
                                ? new FindingFacts.Shut(POD,
                                        new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT, "timed out"), UNKNOWN)
                                : new FindingFacts.Opened(POD, new Observation.Connected(Stage.CONNECT, "succeeded"), 1,
                                        1, UNKNOWN));
        return new EdgeEvidence("payments", id, new Position("m.yaml", 1, 1),
                new Party("checkout", new Place.Service("shop", "a")),
                new Party("payments", new Place.Service("payments", "b")), "8080/TCP", ProbeKind.TCP,
                allow ? Expectation.ALLOW : Expectation.DENY,
                words.contains("monitor") ? Mode.MONITOR : Mode.ENFORCE, Severity.MAJOR, Set.of(),
                new Governance(null, "team-a", null, null), verdict, List.of(), List.of(), FIRST,
                Duration.ofMillis(5));
    }

    static Path run(Path file, int night, EdgeEvidence... edges) throws IOException {
        return run(file, night, "", List.of(edges));
    }

    static Path run(Path file, int night, String remark, Iterable<EdgeEvidence> edges) throws IOException {
        try (EvidenceSink sink = EvidenceJson.writer(new BufferedOutputStream(Files.newOutputStream(file)))) {
            Instant start = FIRST.plus(Duration.ofDays(night));
            sink.begin(new RunHeader("r-" + night, start, "0.1.0", new ClusterIdentity("c", "v1", "uid", 1),
                    Canary.skipped("not asked for"), "probe", List.of()));
            Totals totals = Totals.NONE;
            for (EdgeEvidence edge : edges) {
                totals = totals.plus(edge);
                sink.edge(edge);
            }
            RunFooter footer = new RunFooter(start.plusSeconds(9), totals);
            sink.end(remark.isEmpty() ? footer : footer.brokenOff(remark));
        }
        return file;
    }

    private static Verdict verdict(Finding.Weight weight, FindingFacts facts) {
        return Verdict.of(facts.id().id() + ", it seems", List.of(new Finding(weight, facts)));
    }
}
