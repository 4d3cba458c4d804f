package dev.netproof.run;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.netproof.canary.CanaryFlight;
import dev.netproof.canary.CanaryOptions;
import dev.netproof.canary.Flight;
import dev.netproof.coverage.CoverageMeter;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.RunHeader;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Learned;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.Planner;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.ProbeField;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Surroundings;
import dev.netproof.verdict.Judge;
import org.jspecify.annotations.Nullable;

/** One run, to be executed once. The canary flies while the edges are probed, and judging waits for both. */
public final class Run {

    private final RunSetup setup;
    private final Steps steps;
    private final Judge judge;
    private final Instant started;
    private final Attempts attempts = new Attempts();
    private final AtomicBoolean newcomersLeak = new AtomicBoolean();
    private final Circumstances circumstances;
    private Surroundings surroundings = Surroundings.NONE;
    private Flight flight = Flight.grounded("the run ended before it was back");

    public Run(RunSetup setup) {
        this.setup = setup;
        this.steps = new Steps(setup.progress(), setup.cancellation());
        this.started = setup.clock().instant();
        this.circumstances = new Circumstances(setup, started);
        this.judge = new Judge(LocalDate.ofInstant(started, ZoneOffset.UTC));
    }

    /** The namespaces that matrices are about, and those where every cluster keeps what most pods may reach. */
    public static Set<String> namespaces(List<ConnectivityMatrix> matrices) {
        Set<String> namespaces = new TreeSet<>(Set.of("default", "kube-system"));
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                namespaces.add(edge.source().identity().namespace());
                add(edge.destination().target(), namespaces);
                if (edge.via() != null) {
                    add(edge.via().proxy().target(), namespaces);
                }
            }
        }
        return namespaces;
    }

    /** The namespaces where probe pods are launched. */
    public static Set<String> launches(List<ConnectivityMatrix> matrices) {
        Set<String> namespaces = new TreeSet<>();
        for (ConnectivityMatrix matrix : matrices) {
            for (Edge edge : matrix.edges()) {
                namespaces.add(edge.source().identity().namespace());
                if (edge.destination().standIn()) {
                    add(edge.destination().target(), namespaces);
                }
            }
        }
        return namespaces;
    }

    private static void add(Target target, Set<String> namespaces) {
        switch (target) {
            case Target.OfService service -> namespaces.add(service.namespace());
            case Target.OfWorkload workload -> namespaces.add(workload.namespace());
            case Target.OfPods pods -> namespaces.add(pods.namespace());
            case Target.Address address -> {
                // Lies outside every namespace.
            }
            case Target.Host host -> {
                // Lies outside every namespace.
            }
        }
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
        Account account = new Account(sink, judge, setup.clock());
        try {
            execute(matrices, account);
        } catch (RuntimeException e) {
            throw brokenOff(e, matrices, account);
        }
    }

    private void execute(List<ConnectivityMatrix> matrices, Account account) throws IOException {
        Set<String> namespaces = namespaces(matrices);
        Snapshot known = setup.cancellation().interruptibly(() -> {
            steps.begin("reading the cluster");
            ClusterIdentity identity = setup.cluster().identity();
            Snapshot snapshot = setup.cluster().snapshot(namespaces);
            circumstances.cluster(identity, snapshot);
            surroundings = setup.cluster().surroundings(launches(matrices));
            return snapshot;
        });
        Plan plan = new Planner(known, surroundings, Learned.NOTHING, setup.options().ephemeral()).plan(matrices);
        refuseMistakes(plan);
        plan.remarks().forEach(setup.progress()::remark);
        Claims claims = setup.cancellation().interruptibly(() -> Claims.make(setup, matrices));
        try {
            account.plan(plan.edges());
            probe(matrices, namespaces, plan, SelfControls.pods(plan, known, setup.options().ephemeral(), judge),
                    account);
        } finally {
            claims.release();
        }
    }

    private void probe(List<ConnectivityMatrix> matrices, Set<String> namespaces, Plan plan,
            List<ProbePodPlan> controls, Account account) throws IOException {
        try (ProbeField field = setup.fields().apply(setup.runId());
                Beside<Flight> canary = Beside.start("netproof-canary", this::fly)) {
            Probing probing = new Probing(setup, judge, steps, attempts, account, circumstances, newcomersLeak::get);
            Harvest harvest = setup.cancellation()
                    .interruptibly(() -> probing.probe(matrices, namespaces, surroundings, plan, controls, field));
            flight = setup.cancellation().interruptibly(() -> back(canary));
            steps.tell("judging");
            account.begin(header(matrices));
            stream(harvest, account);
        }
    }

    private Flight back(Beside<Flight> canary) {
        if (!canary.isDelivered()) {
            steps.begin("waiting for the canary");
        }
        return canary.await();
    }

    /** Accounts for every edge before the failure is thrown on; one that came after the evidence changes nothing in it. */
    private RuntimeException brokenOff(RuntimeException cause, List<ConnectivityMatrix> matrices, Account account) {
        if (account.isEnded()) {
            return cause;
        }
        boolean cancelled = setup.cancellation().requested();
        RuntimeException failure = cancelled ? cancelled(cause) : cause;
        String reason = cancelled ? String.valueOf(failure.getMessage())
                : "the run broke off while " + steps.current() + ": " + cause.getMessage();
        if (cancelled && !account.isPlanned()) {
            account.plan(Planner.unplanned(matrices));
        }
        if (account.isPlanned()) {
            try {
                account.breakOff(header(matrices), attempts, reason);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    /** What was thrown is but the way the run was ended; what could not be removed is more than that. */
    private CancellationException cancelled(RuntimeException cause) {
        CancellationException cancelled = new CancellationException("interrupted while " + steps.current());
        for (Throwable left : cause.getSuppressed()) {
            cancelled.addSuppressed(left);
        }
        return cancelled;
    }

    private static void refuseMistakes(Plan plan) {
        List<Mistaken> mistakes = plan.edges()
                .stream()
                .filter(Mistaken.class::isInstance)
                .map(Mistaken.class::cast)
                .toList();
        if (!mistakes.isEmpty()) {
            throw new MistakenMatrixException(mistakes);
        }
    }

    private void fly(Consumer<Flight> back) {
        CanaryOptions options = setup.canary();
        if (options == null) {
            back.accept(Flight.grounded("not looked for, by request"));
            return;
        }
        String id = setup.runId() + "-canary";
        try (ProbeField field = setup.fields().apply(id)) {
            back.accept(new CanaryFlight(setup.cluster(), field, options, id, setup.clock(), newcomersLeak::set).fly());
        }
    }

    private RunHeader header(List<ConnectivityMatrix> matrices) {
        return circumstances.header(matrices, flight.canary());
    }

    /** Null where nobody asked for it, or where policies may not be read. */
    private @Nullable PolicyCoverage coverage(Harvest harvest) {
        String unread = harvest.before().unreadPolicies();
        if (!setup.options().coverage()) {
            return null;
        }
        if (!unread.isEmpty()) {
            setup.progress().remark("Coverage: not measured, " + unread);
            return null;
        }
        steps.tell("measuring coverage");
        return new CoverageMeter(harvest.before(), harvest.before(), harvest.plan(), judge::expected).measure();
    }

    private void stream(Harvest harvest, Account account) throws IOException {
        EdgeAssembly assembly = new EdgeAssembly(harvest, flight, judge, setup.clock().instant());
        boolean believable = setup.canary() == null || setup.options().goOnUnenforced()
                || flight.canary().anyEnforced();
        String doubt = "enforcement was not seen in this cluster: " + flight.canary().detail();
        for (PlannedEdge planned : harvest.plan().edges()) {
            account.edge(believable
                    ? assembly.assemble(planned)
                    : assembly.notTried(planned, doubt,
                            "Install a network policy engine, or pass --unenforced to go on."));
        }
        account.end(believable ? "" : doubt, coverage(harvest));
        if (!believable) {
            throw new UnenforcedException(doubt + ". No deny can be believed here. Install a network policy engine, "
                    + "or pass --unenforced to probe all the same.");
        }
    }
}
