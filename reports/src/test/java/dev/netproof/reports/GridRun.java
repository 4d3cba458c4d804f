package dev.netproof.reports;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;

/** Every source against every target, as {@code otherwise: deny} of a large platform makes it; the same every time. */
final class GridRun {
    private static final List<String> KINDS = List.of("api", "worker", "web", "batch", "cache", "store", "gate",
            "mailer", "search", "audit");
    private static final List<String> SPACES = List.of("accounts", "billing", "checkout", "delivery", "fraud",
            "inventory", "ledger", "orders", "payments", "support");
    private static final List<Severity> SEVERITIES = List.of(Severity.values());
    private static final int ATTEMPTS = 3;

    private final Random random = new Random(7);

    private GridRun() {}

    static void into(EvidenceSink sink, int sources, int targets) throws IOException {
        sink.begin(SampleRun.HEADER);
        GridRun run = new GridRun();
        Totals totals = Totals.NONE;
        for (int source = 0; source < sources; source++) {
            for (int target = 0; target < targets; target++) {
                EdgeEvidence edge = run.edge(source, target);
                totals = totals.plus(edge);
                sink.edge(edge);
            }
        }
        sink.end(new RunFooter(SampleRun.START.plusSeconds(9), totals));
    }

    /** {@code ledger-cache}, and from the hundredth on {@code ledger-cache-1}. */
    static String name(int peer) {
        String name = space(peer) + "-" + KINDS.get(peer % 10);
        return peer < 100 ? name : name + "-" + peer / 100;
    }

    private static String space(int peer) {
        return SPACES.get(peer / 10 % 10);
    }

    private EdgeEvidence edge(int source, int target) {
        boolean allowed = source / 10 == target / 10 || random.nextInt(12) == 0;
        boolean odd = random.nextInt(120) == 0;
        boolean unproven = !allowed && !odd && random.nextInt(150) == 0;
        boolean open = allowed != odd;
        String id = name(source) + "-to-" + name(target);
        Instant at = SampleRun.START.plusMillis(random.nextInt(400));
        Observation seen = open
                ? new Observation.Connected(Stage.EXCHANGE, "HTTP 200")
                : new Observation.Closed(Outcome.TIMEOUT, Stage.CONNECT,
                        "Connection timed out after 2002 milliseconds");
        List<Attempt> attempts = IntStream.range(0, ATTEMPTS)
                .mapToObj(endpoint -> attempt(source, target, endpoint, at, seen))
                .toList();
        return new EdgeEvidence("platform", id, new Position("matrices/platform.yaml", 10 + target, 7),
                new Party(name(source), new Place.Workload("deployment", space(source), name(source))),
                new Party(name(target), new Place.Service(space(target), name(target))), "8080/TCP", ProbeKind.HTTP,
                allowed ? Expectation.ALLOW : Expectation.DENY, Mode.ENFORCE,
                SEVERITIES.get(random.nextInt(SEVERITIES.size())), Set.of(space(target)),
                new Governance("the platform's default", "team-" + space(target), null, null),
                Verdict.of(open ? "open: 3 of 3 endpoints" : "closed: timeout",
                        findings(odd, unproven, open, attempts.get(0))),
                attempts, controls(attempts.get(0), unproven), at, Duration.ofMillis(open ? 21 : 2010));
    }

    private static List<Finding> findings(boolean odd, boolean unproven, boolean open, Attempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        Declared declared = Declared.unknown(endpoint.listener(), "policies were not evaluated");
        if (odd) {
            return List.of(new Finding(Finding.Weight.VIOLATION, open
                    ? new FindingFacts.Opened(endpoint, attempt.observation(), 1, 1, declared)
                    : new FindingFacts.Shut(endpoint, (Observation.Closed) attempt.observation(), declared)));
        }
        return unproven
                ? List.of(new Finding(Finding.Weight.INCONCLUSIVE,
                        new FindingFacts.Uncontrolled(endpoint, new Grounds.Missing(Grounds.Gap.TRIED_BY_OTHERS))))
                : List.of();
    }

    private static List<Control> controls(Attempt attempt, boolean unproven) {
        return List.of(new Control(Control.Kind.TARGET_REACHED,
                new Control.Subject.Address(attempt.endpoint().listener()), !unproven,
                unproven
                        ? new Grounds.Missing(Grounds.Gap.TRIED_BY_OTHERS)
                        : new Grounds.Reached(List.of(new Place.Pod("shop", "netproof-witness")))));
    }

    private Attempt attempt(int source, int target, int endpoint, Instant at, Observation seen) {
        String address = "10.244." + target % 250 + "." + (10 + endpoint);
        String pod = "netproof-" + name(source) + "-" + Integer.toHexString(random.nextInt());
        boolean open = seen instanceof Observation.Connected;
        RawRecord raw = new RawRecord("e" + source + "." + target + "." + endpoint, "curl",
                List.of("curl", "-q", "-s", "--url", "http://" + name(target) + "." + space(target) + ".svc:8080/",
                        "--noproxy", "*", "--connect-to", "::netproof-" + endpoint + ":8080", "--resolve",
                        "netproof-" + endpoint + ":8080:" + address, "--connect-timeout", "2.000", "--max-time",
                        "2.000", "--http1.1", "--insecure", "--globoff", "--path-as-is", "--max-filesize", "1048576",
                        "--user-agent", "netproof", "--verbose", "--output", "/dev/null", "--write-out",
                        "exitcode=%{exitcode} http_code=%{http_code} remote_ip=%{remote_ip} errormsg=%{errormsg}\\n"),
                open ? 0 : 28,
                "exitcode=" + (open ? "0 http_code=200" : "28 http_code=000") + " remote_ip=" + address
                        + " local_port=" + (32_768 + random.nextInt(20_000)) + " time_connect=0.000"
                        + random.nextInt(999)
                        + " time_total=0.00" + random.nextInt(9999) + " errormsg=",
                open ? "* Connected to (nil) (" + address + ") port 8080 (#0)" : "* " + seen.detail(), at,
                Duration.ofNanos((open ? 1_000_000 : 2_002_000_000) + random.nextInt(900_000)));
        return new Attempt(1,
                new ProbePod(space(source), pod, "d6e75a3b-5527-403a-8fcc-" + Integer.toHexString(random.nextInt()),
                        "10.244.9." + source % 250, "node-" + source % 5, Map.of("app", name(source))),
                new Endpoint(endpoint == 0 ? Endpoint.Kind.SERVICE : Endpoint.Kind.POD,
                        endpoint == 0
                                ? new Place.Service(space(target), name(target))
                                : new Place.Pod(space(target), name(target) + "-" + endpoint),
                        address, 8080, Protocol.TCP, null, null),
                raw, seen);
    }
}
