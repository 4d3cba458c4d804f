package dev.netproof.evidence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Evidence of every shape from a seed: the same seed, the same evidence. For the tests of all that is written from
 * evidence.
 */
public final class GeneratedEvidence {
    private static final List<String> WORDS = List.of("checkout", "payments", "stranger", "ledger", "dns", "proxy",
            "Größe", "支払い", "😀", "a b", "");
    private static final List<String> HOSTILE = List.of("<script>alert(1)</script>", "]]>", "a|b|c", "```\n# title",
            "line\r\nbreak", "\u0000\u0001\u0008\u000b\u001b[31m", "\u202etxt.exe\u202c", "\ud800 alone",
            "alone \udc00",
            "\ufffe\uffff", "@everyone", "[link](javascript:alert(1))", "![](https://example.org/x.png)",
            "../../etc/passwd", "&amp;&lt;\"'", "</details>", "<!-- -->", "$(reboot) `id`", "\u2028\u2029\u0085",
            "'; DROP TABLE edges; --", "#1 SEC-412 GH-1", "\\|\\`", "\t", "con", "a/b\\c:d*e?f", "😀\ud83d");

    private final Random random;
    private final Supplier<String> text;
    private int edges;

    private GeneratedEvidence(long seed, boolean hostile) {
        random = new Random(seed);
        text = hostile ? this::hostile : this::word;
    }

    /** Plain words, a few of them not of ASCII. */
    public static GeneratedEvidence plain(long seed) {
        return new GeneratedEvidence(seed, false);
    }

    /** Every string is one that breaks a careless writer. */
    public static GeneratedEvidence hostile(long seed) {
        return new GeneratedEvidence(seed, true);
    }

    /** Writes a whole run of so many edges, but does not close {@code sink}. */
    public void into(EvidenceSink sink, int count) throws IOException {
        sink.begin(header());
        Totals totals = Totals.NONE;
        for (int i = 0; i < count; i++) {
            EdgeEvidence edge = edge();
            totals = totals.plus(edge);
            sink.edge(edge);
        }
        sink.end(footer(totals));
    }

    public RunHeader header() {
        return new RunHeader("run-" + random.nextInt(1_000_000), instant(), text.get(),
                new ClusterIdentity(text.get(), text.get(), maybe(text), random.nextInt(100), maybe(text)), canary(),
                text.get(), list(2, text),
                list(3, () -> new MatrixFile(text.get(), text.get(), list(2, text), "ab".repeat(32),
                        random.nextInt(1000),
                        maybe(() -> new Revision("cd".repeat(20), random.nextBoolean())))),
                new Policies(
                        list(4, this::policy), text.get()),
                maybe(() -> "ef".repeat(32)));
    }

    public Canary canary() {
        return new Canary(any(Canary.Enforcement.values()), any(Canary.Enforcement.values()), maybe(this::duration),
                maybe(this::duration), maybe(random::nextBoolean), text.get());
    }

    /** The next edge; its id is unique in all that this generator makes. */
    public EdgeEvidence edge() {
        edges++;
        return new EdgeEvidence("matrix-" + random.nextInt(3) + text.get(), "edge-" + edges + text.get(),
                new Position(text.get(), 1 + random.nextInt(500), 1 + random.nextInt(80)),
                party(), party(), text.get(),
                any(ProbeKind.values()), any(Expectation.values()), any(Mode.values()), any(Severity.values()),
                Set.copyOf(list(3, text)), governance(), verdict(), list(3, this::declared), list(4, this::attempt),
                list(4, this::control), instant(), duration(),
                new Convergence(duration(), random.nextInt(9), maybe(this::duration)));
    }

    public RunFooter footer(Totals totals) {
        return new RunFooter(instant(), totals, RunFooter.Ending.WHOLE, "",
                list(2, () -> new PolicyChange(any(PolicyChange.Kind.values()), policy())),
                maybe(() -> list(3, this::auditFinding)), maybe(this::coverage),
                maybe(this::changes));
    }

    private Changes changes() {
        return new Changes(text.get(), instant(), 2 + random.nextInt(5), Map.of("opened", 7, "still-failing", 2),
                random.nextInt(100), list(9, () -> new Change("opened", text.get(), text.get(), text.get(), text.get(),
                        text.get(), text.get())),
                list(2, text));
    }

    /** Of an audit. */
    public AuditFinding auditFinding() {
        return new AuditFinding(text.get(), any(Severity.values()), text.get(), text.get(), text.get(), text.get(),
                maybe(() -> new Position(text.get(), 1 + random.nextInt(500), 1 + random.nextInt(80))), text.get(),
                text.get(), maybe(() -> new AuditFinding.Suppression(
                        LocalDate.of(2026, 1, 1).plusDays(random.nextInt(3000)), text.get())));
    }

    private PolicyCoverage coverage() {
        return PolicyCoverage.of(
                list(4, () -> new PolicyMutant(text.get(), any(PolicyMutant.Result.values()), random.nextInt(9),
                        list(3, text), text.get(),
                        maybe(() -> new SuggestedEdge(text.get(), text.get(), text.get(),
                                any(Expectation.values()), text.get(), text.get())))),
                list(2, text), list(2, text));
    }

    private Governance governance() {
        return new Governance(maybe(text), maybe(text), maybe(text),
                maybe(() -> LocalDate.of(2026, 1, 1).plusDays(random.nextInt(3000))), maybe(text));
    }

    private Verdict verdict() {
        return Verdict.of(text.get(), list(3, this::finding));
    }

    private Finding finding() {
        return new Finding(any(Finding.Weight.values()), facts());
    }

    /** Of every kind. */
    public FindingFacts facts() {
        return switch (random.nextInt(20)) {
            case 0 ->
                new FindingFacts.Opened(endpoint(), observation(), random.nextInt(9), random.nextInt(9), declared());
            case 1 -> new FindingFacts.Shut(endpoint(), closed(), denied(declared()));
            case 2 -> new FindingFacts.Faulty(endpoint(), closed(), random.nextBoolean(), fault());
            case 3 -> new FindingFacts.OpenThoughDenied(endpoint(), declared());
            case 4 -> new FindingFacts.ClosedThoughAllowed(endpoint());
            case 5 -> new FindingFacts.OpenedLate(endpoint(), random.nextInt(9), duration());
            case 6 -> new FindingFacts.ClosedLate(endpoint(), duration());
            case 7 -> new FindingFacts.Uncontrolled(endpoint(), maybe(this::grounds));
            case 8 -> new FindingFacts.NoEndpoint(endpoint());
            case 9 -> new FindingFacts.Idle(endpoint(), maybe(this::grounds));
            case 10 -> new FindingFacts.ClosedForEveryone(endpoint(), grounds());
            case 11 -> new FindingFacts.Unclear(endpoint(), observation());
            case 12 -> new FindingFacts.NoNetwork(grounds());
            case 13 -> new FindingFacts.Proxied(grounds());
            case 14 -> new FindingFacts.Unenforced(grounds());
            case 15 -> new FindingFacts.Changed(endpoint(), change());
            case 16 -> new FindingFacts.AllGone();
            case 17 -> new FindingFacts.Unsettled(
                    list(3, () -> new PolicyChange(any(PolicyChange.Kind.values()), policy())));
            case 18 -> new FindingFacts.NotTried(text.get(), text.get());
            default -> new FindingFacts.ExceptionEnds(LocalDate.of(2026, 1, 1).plusDays(random.nextInt(3000)),
                    random.nextBoolean(), maybe(text));
        };
    }

    private static Declared denied(Declared any) {
        return any.decision() != Declared.Decision.ALLOWED ? any
                : new Declared(any.subject(), Declared.Decision.DENIED, any.sides(), any.isolatedBy(), any.allowedBy(),
                        any.deniedBy(), any.remarks(), any.nearest());
    }

    private Fault fault() {
        return switch (random.nextInt(5)) {
            case 0 -> new Fault.NoneReady(random.nextInt(9));
            case 1 -> new Fault.ServiceAddress(endpoint());
            case 2 -> new Fault.OnePod(endpoint());
            case 3 -> new Fault.OneNode(text.get(), random.nextInt(9));
            default -> new Fault.Told(any(Fault.Sign.values()));
        };
    }

    private TargetChange change() {
        return switch (random.nextInt(5)) {
            case 0 -> new TargetChange.AddressTaken(text.get(), pod(), text.get());
            case 1 -> new TargetChange.Gone();
            case 2 -> new TargetChange.BeingDeleted();
            case 3 -> new TargetChange.Restarted(text.get());
            default -> new TargetChange.NoEndpoint();
        };
    }

    private Grounds grounds() {
        return switch (random.nextInt(13)) {
            case 0 -> new Grounds.Reached(list(2, this::pod));
            case 1 -> new Grounds.ReachedFromWithin(list(2, this::pod));
            case 2 -> new Grounds.KeptReady(random.nextInt(90));
            case 3 -> new Grounds.TargetChanged(change());
            case 4 -> new Grounds.ReachedByNone(random.nextInt(9));
            case 5 -> new Grounds.NotAsked(grounds(), text.get());
            case 6, 7 -> sign();
            case 8 -> new Grounds.NoContact(random.nextBoolean());
            case 9 -> new Grounds.Nowhere(listener(), observation());
            case 10 -> new Grounds.ByCanary(random.nextBoolean(), text.get());
            case 11 -> new Grounds.Lived(sign(), maybe(this::sign));
            default -> new Grounds.Missing(any(Grounds.Gap.values()));
        };
    }

    private Grounds.Sign sign() {
        return random.nextBoolean() ? new Grounds.Contact(place(), listener()) : new Grounds.Visited();
    }

    private Place.Pod pod() {
        return new Place.Pod(text.get(), text.get());
    }

    private Control.Subject subject() {
        return switch (random.nextInt(3)) {
            case 0 -> new Control.Subject.Address(listener());
            case 1 -> new Control.Subject.Source(pod());
            default -> new Control.Subject.Cluster();
        };
    }

    private Declared declared() {
        return new Declared(listener(), any(Declared.Decision.values()), list(2, this::side),
                list(2, this::policyRef), list(2, this::rule), list(2, this::rule), list(2, text),
                list(2, this::nearest));
    }

    private Party party() {
        return new Party(text.get(), place(), maybe(text));
    }

    /** Of every kind. */
    public Place place() {
        return switch (random.nextInt(13)) {
            case 0 -> workload();
            case 1 -> pods();
            case 2 -> new Place.Labels(text.get(), Map.of("app", text.get(), "tier", text.get()));
            case 3 -> new Place.Within(random.nextBoolean() ? workload() : pods());
            case 4 -> new Place.Service(text.get(), text.get());
            case 5 -> pod();
            case 6 -> new Place.StandIn(text.get(), text.get(), text.get());
            case 7 -> new Place.Probe(text.get(), text.get());
            case 8 -> new Place.Slice(text.get(), text.get());
            case 9 -> new Place.Node(text.get());
            case 10 -> new Place.Address(text.get());
            case 11 -> new Place.Host(text.get());
            default -> new Place.Nowhere();
        };
    }

    private Place.Running workload() {
        return new Place.Workload(any("deployment", "statefulset"), text.get(), text.get());
    }

    private Place.Running pods() {
        return new Place.Pods(text.get(), Map.of("app", text.get()));
    }

    private Listener listener() {
        return new Listener(random.nextBoolean() ? "10.1.2.3" : "fd00::1", 1 + random.nextInt(65_535),
                any(Protocol.values()), maybe(text));
    }

    private Side side() {
        return new Side(any(Direction.values()), place());
    }

    private PolicyRef policyRef() {
        return new PolicyRef(text.get(), text.get(), text.get());
    }

    private RuleRef rule() {
        return new RuleRef(policyRef(), any(Direction.values()), random.nextInt(9), text.get());
    }

    private PolicyVersion policy() {
        return new PolicyVersion(text.get(), text.get(), maybe(text), text.get(), maybe(text), maybe(text));
    }

    private NearestRule nearest() {
        return new NearestRule(side(), maybe(this::rule), list(2, this::difference), text.get());
    }

    private Difference difference() {
        return switch (random.nextInt(6)) {
            case 0 -> new Difference.Label(place(), maybe(text), requirement());
            case 1 -> new Difference.NamespaceLabel(text.get(), maybe(text), requirement());
            case 2 -> new Difference.Namespace(place(), text.get());
            case 3 -> new Difference.Address(place(), maybe(text), text.get(), list(2, text));
            case 4 -> new Difference.Peer(place());
            default -> new Difference.Port(any(Difference.Port.Kind.values()), text.get(),
                    1 + random.nextInt(65_535), place(), list(2, this::wantedPort));
        };
    }

    private LabelRequirement requirement() {
        return new LabelRequirement(text.get(), any(LabelRequirement.Operator.values()), list(2, text));
    }

    private WantedPort wantedPort() {
        return random.nextBoolean()
                ? new WantedPort.Range(any("TCP", "UDP", "SCTP"), 1, 1 + random.nextInt(65_535))
                : new WantedPort.Named(maybe(text), text.get(), maybe(() -> 1 + random.nextInt(65_535)));
    }

    private Attempt attempt() {
        return new Attempt(1 + random.nextInt(5), duration(),
                new ProbePod(text.get(), text.get(), maybe(text), maybe(text), maybe(text),
                        Map.of("app" + text.get(), text.get(), "tier", text.get())),
                endpoint(),
                new RawRecord(text.get(), text.get(), list(6, text), random.nextInt(-1, 128), text.get(), text.get(),
                        instant(), duration()),
                observation(),
                maybe(() -> new StageTimes(maybe(this::duration), maybe(this::duration), maybe(this::duration))));
    }

    private Endpoint endpoint() {
        return new Endpoint(any(Endpoint.Kind.values()), place(), listener(), maybe(text));
    }

    private Observation.Closed closed() {
        return new Observation.Closed(any(Outcome.TIMEOUT, Outcome.REFUSED, Outcome.UNREACHABLE), any(Stage.values()),
                text.get());
    }

    private Observation observation() {
        return switch (random.nextInt(4)) {
            case 0 -> new Observation.Connected(any(Stage.values()), text.get(), random.nextBoolean());
            case 1 -> closed();
            case 2 -> new Observation.Undetermined(any(Stage.values()), text.get());
            default -> new Observation.Unreadable(text.get());
        };
    }

    private Control control() {
        return new Control(any(Control.Kind.values()), subject(), random.nextBoolean(), grounds(),
                maybe(this::instant), maybe(this::instant));
    }

    private Instant instant() {
        return Instant.parse("2026-11-20T18:00:00Z").plusNanos(random.nextInt(1_000_000_000));
    }

    private Duration duration() {
        return switch (random.nextInt(3)) {
            case 0 -> Duration.ofSeconds(random.nextInt(10_000));
            case 1 -> Duration.ofMillis(random.nextInt(10_000));
            default -> Duration.ofNanos(random.nextLong(1_000_000_000_000L));
        };
    }

    private String word() {
        return any(WORDS.toArray(String[]::new));
    }

    private String hostile() {
        return any(HOSTILE.toArray(String[]::new)) + any(HOSTILE.toArray(String[]::new));
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(int most, Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            values.add(value.get());
        }
        return values;
    }
}
