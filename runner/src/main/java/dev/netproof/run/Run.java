package dev.netproof.run;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.canary.EnforcementCanary;
import dev.netproof.control.ControlLog;
import dev.netproof.control.FromWithin;
import dev.netproof.control.Witnesses;
import dev.netproof.coverage.CoverageMeter;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.RunHeader;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Namespaces;
import dev.netproof.plan.LaunchFacts;
import dev.netproof.plan.Outline;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdges;
import dev.netproof.plan.Planner;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.verdict.Judge;
import org.jspecify.annotations.Nullable;

/** One run, to be executed once. The canary looks while the edges are probed, and judging waits for both. */
public final class Run {

    /**
     * Edges at a time. What a run that is killed loses, and, with the raw records of several rounds, some ten megabytes; each
     * slice takes rounds of its own, some seconds.
     */
    private static final int SLICE = 2000;

    private final RunSetup setup;
    private final int slice;
    private final Steps steps;
    private final Judge judge;
    private final long began;
    private final AttemptIndex attempts = new AttemptIndex();
    private final Set<PolicyChange> changed = new LinkedHashSet<>();
    private final AtomicBoolean newcomersLeak = new AtomicBoolean();
    private final RunContext circumstances;
    private Surroundings surroundings = Surroundings.NONE;
    private Canary canary = Canary.skipped("the run ended before the canary had looked");

    public Run(RunSetup setup) {
        this(setup, SLICE);
    }

    /** A run of so many edges at a time. */
    Run(RunSetup setup, int slice) {
        this.setup = setup;
        this.slice = slice;
        this.steps = new Steps(setup.progress(), setup.cancellation());
        Instant started = setup.clock().instant();
        this.began = setup.ticker().nanos();
        this.circumstances = new RunContext(setup, started);
        this.judge = new Judge(LocalDate.ofInstant(started, ZoneOffset.UTC));
    }

    /**
     * Probes every edge and gives its evidence to the sink, in the order of the matrices. Whatever happens, what was launched
     * is removed, and once there is a plan every edge is in the evidence: those that a broken-off run did not come to judge
     * were not tried.
     *
     * @throws MistakenMatrixException when a matrix contradicts the cluster; nothing was launched
     * @throws MatrixBusyException when another run of one of the matrices is under way; nothing was launched
     * @throws UnenforcedException when enforcement was not seen, after the evidence that says so
     * @throws CancellationException when the run was cancelled, after the evidence of it
     */
    public void execute(List<ConnectivityMatrix> matrices, EvidenceSink sink) throws IOException {
        EvidenceWriter account = new EvidenceWriter(sink, judge, setup.clock());
        try {
            execute(matrices, account);
        } catch (RuntimeException e) {
            throw brokenOff(e, matrices, account);
        } catch (Error e) {
            // Without memory the raw records are the first to go; that the run broke off must be written all the same.
            attempts.forget();
            throw brokenOff(e, matrices, account);
        }
    }

    private void execute(List<ConnectivityMatrix> matrices, EvidenceWriter account) throws IOException {
        Set<String> namespaces = Namespaces.read(matrices);
        Snapshot known = setup.cancellation().interruptibly(() -> {
            steps.begin("reading the cluster");
            ClusterIdentity identity = setup.cluster().identity();
            Snapshot snapshot = setup.cluster().snapshot(namespaces);
            circumstances.cluster(identity, snapshot);
            surroundings = setup.cluster().surroundings(Namespaces.launched(matrices));
            return snapshot;
        });
        Planner planner = planner(known, LaunchFacts.NOTHING);
        Outline plan = planner.outline(matrices);
        if (!plan.mistakes().isEmpty()) {
            throw new MistakenMatrixException(plan.mistakes());
        }
        plan.remarks().forEach(setup.progress()::remark);
        Claims claims = setup.cancellation().interruptibly(() -> Claims.make(setup, matrices));
        try {
            account.plan(plan.edges());
            List<ProbePodPlan> within = setup.options().ephemeral().controls()
                    ? FromWithin.pods(planner.plan(matrices), known, setup.options().ephemeral(), judge::expected)
                    : List.of();
            probe(matrices, namespaces, plan, within, account);
        } finally {
            claims.release();
        }
    }

    private Planner planner(Snapshot cluster, LaunchFacts learned) {
        return new Planner(cluster, surroundings, learned, setup.options().ephemeral());
    }

    private void probe(List<ConnectivityMatrix> matrices, Set<String> namespaces, Outline first,
            List<ProbePodPlan> within, EvidenceWriter account) throws IOException {
        try (ProbeField field = setup.fields().apply(setup.runId());
                BackgroundTask<Canary> looking = BackgroundTask.start("netproof-canary", this::look)) {
            Launching.Ready ready = setup.cancellation().interruptibly(
                    () -> new Launching(setup, steps, field, newcomersLeak::get)
                            .launch(Stream.concat(first.pods().stream(), within.stream()).toList(), first.hosts()));
            circumstances.launched(ready.pods().imageIds());
            LaunchFacts learned = new LaunchFacts(ready.names(), ready.pods().running(), ready.pods().failed());
            Snapshot before = setup.cancellation().interruptibly(() -> setup.cluster().snapshot(namespaces));
            circumstances.before(before);
            Planner planner = planner(before, learned);
            Outline plan = planner.outline(matrices);
            account.plan(plan.edges());
            ControlLog log = new ControlLog();
            Witnesses witnesses = new Witnesses(List.of(), judge::expected, ready.pods().running());
            slices(plan.routes(), witnesses::add);
            Probing probing = new Probing(setup, steps,
                    new Rounds(field, ready.pods().running(), log, setup.clock(), setup.ticker(), began), log,
                    witnesses,
                    Stream.concat(plan.sourceControls().stream(),
                            within.stream().flatMap(pod -> planner.negativeControls(pod).stream())).toList(),
                    attempts, () -> setup.cluster().snapshot(namespaces), before,
                    (cluster, edges) -> planner(cluster, learned).plan(matrices, edges::contains), changed);
            Map<String, String> silent = FromWithin.refusals(within, ready.pods().failed());
            slices(plan.edges(), some -> {
                List<TrackedEdge> probed = setup.cancellation()
                        .interruptibly(() -> probing.probe(some, edge -> judge.expected(edge.edge())));
                if (!account.isBegun()) {
                    canary = setup.cancellation().interruptibly(() -> seen(looking));
                    steps.tell("judging");
                    account.begin(header(matrices));
                }
                EdgeAssembly assembly = new EdgeAssembly(ready.pods(), probed, attempts, log, probing.now(), silent,
                        enforcement(), judge, new EdgeRecord(judge, setup.clock().instant()));
                for (PlannedEdge edge : some) {
                    account.edge(assembly.assemble(edge));
                }
                log.settle();
            });
            end(account, matrices, planner, before);
        }
    }

    /** The edges in the order of their matrices, so many at a time as fit into a small heap with all that is tried. */
    private void slices(PlannedEdges edges, Taker taker) throws IOException {
        for (int from = 0; from == 0 || from < edges.size(); from += slice) {
            taker.take(edges.range(from, Math.min(edges.size(), from + slice)));
        }
    }

    /** Takes one slice after the other. */
    private interface Taker {
        void take(List<PlannedEdge> slice) throws IOException;
    }

    /** Whether a closed path may be believed to be closed by policy. */
    private Control enforcement() {
        boolean accepted = setup.canary() == null || setup.options().goOnUnenforced();
        return new Control(Control.Kind.ENFORCEMENT, new Control.Subject.Cluster(), accepted || canary.anyEnforced(),
                new Grounds.ByCanary(accepted && !canary.anyEnforced(), canary.detail()));
    }

    private void end(EvidenceWriter account, List<ConnectivityMatrix> matrices, Planner planner, Snapshot before)
            throws IOException {
        boolean believable = enforcement().proved();
        String doubt = "enforcement was not seen in this cluster: " + canary.detail();
        account.end(believable ? "" : doubt, changed, coverage(matrices, planner, before));
        if (!believable) {
            throw new UnenforcedException(doubt + ". No deny can be believed here. Install a network policy engine, "
                    + "or pass --unenforced to probe all the same.");
        }
    }

    private Canary seen(BackgroundTask<Canary> looking) {
        if (!looking.isDelivered()) {
            steps.begin("waiting for the canary");
        }
        return looking.await();
    }

    /** Accounts for every edge before the failure is thrown on; one that came after the evidence changes nothing in it. */
    private RuntimeException brokenOff(RuntimeException cause, List<ConnectivityMatrix> matrices,
            EvidenceWriter account) {
        boolean cancelled = setup.cancellation().requested() && !account.isEnded();
        RuntimeException failure = cancelled ? cancelled(cause) : cause;
        account(failure, cancelled ? String.valueOf(failure.getMessage()) : reason(cause), cancelled, matrices,
                account);
        return failure;
    }

    private Error brokenOff(Error cause, List<ConnectivityMatrix> matrices, EvidenceWriter account) {
        account(cause, reason(cause), false, matrices, account);
        return cause;
    }

    private String reason(Throwable cause) {
        return "the run broke off while " + steps.current() + ": "
                + (cause instanceof Error ? cause.toString() : cause.getMessage());
    }

    private void account(Throwable failure, String reason, boolean cancelled, List<ConnectivityMatrix> matrices,
            EvidenceWriter account) {
        if (account.isEnded()) {
            return;
        }
        if (cancelled && !account.isPlanned()) {
            account.plan(PlannedEdges.of(Planner.unplanned(matrices)));
        }
        if (account.isPlanned()) {
            try {
                account.breakOff(header(matrices), attempts, reason, changed);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** What was thrown is but the way the run was ended; what could not be removed is more than that. */
    private CancellationException cancelled(RuntimeException cause) {
        CancellationException cancelled = new CancellationException("interrupted while " + steps.current());
        for (Throwable left : cause.getSuppressed()) {
            cancelled.addSuppressed(left);
        }
        return cancelled;
    }

    private void look(Consumer<Canary> back) {
        CanaryOptions options = setup.canary();
        if (options == null) {
            back.accept(Canary.skipped("not looked for, by request"));
            return;
        }
        String id = setup.runId() + "-canary";
        try (ProbeField field = setup.fields().apply(id)) {
            back.accept(new EnforcementCanary(setup.cluster(), field, options, id, setup.ticker(), newcomersLeak::set,
                    setup.progress()::remark).look());
        }
    }

    private RunHeader header(List<ConnectivityMatrix> matrices) {
        return circumstances.header(matrices, canary);
    }

    /** Null where nobody asked for it, or where policies may not be read. */
    private @Nullable PolicyCoverage coverage(List<ConnectivityMatrix> matrices, Planner planner,
            Snapshot before) {
        String unread = before.unreadPolicies();
        if (!setup.options().coverage()) {
            return null;
        }
        if (!unread.isEmpty()) {
            setup.progress().remark("Coverage: not measured, " + unread);
            return null;
        }
        steps.tell("measuring coverage");
        return new CoverageMeter(before, before, planner.plan(matrices), judge::expected).measure();
    }
}
