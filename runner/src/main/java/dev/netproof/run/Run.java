package dev.netproof.run;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.netproof.canary.CanaryFlight;
import dev.netproof.canary.CanaryOptions;
import dev.netproof.canary.Flight;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Totals;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Target;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.plan.PlannedEdge.Mistaken;
import dev.netproof.plan.Planner;
import dev.netproof.probe.ProbeField;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.Judge;

/** One run. The canary flies while the edges are probed, and judging waits for both. */
public final class Run {

    private final RunSetup setup;
    private final Steps steps;
    private final Judge judge;

    public Run(RunSetup setup) {
        this.setup = setup;
        this.steps = new Steps(setup.progress(), setup.cancelled());
        this.judge = new Judge(LocalDate.ofInstant(setup.clock().instant(), ZoneOffset.UTC));
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

    private static void add(Target target, Set<String> namespaces) {
        switch (target) {
            case Target.OfService service -> namespaces.add(service.namespace());
            case Target.OfWorkload workload -> namespaces.add(workload.namespace());
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
     * is removed.
     *
     * @throws MistakenMatrixException when a matrix contradicts the cluster; nothing was launched
     * @throws UnenforcedException when enforcement was not seen, after the evidence that says so
     * @throws CancellationException when the run was cancelled
     */
    public void execute(List<ConnectivityMatrix> matrices, EvidenceSink sink) throws IOException {
        Instant started = setup.clock().instant();
        Set<String> namespaces = namespaces(matrices);
        steps.begin("reading the cluster");
        Snapshot snapshot = setup.cluster().snapshot(namespaces);
        Plan plan = new Planner(snapshot, Map.of()).plan(matrices);
        refuseMistakes(plan);
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor();
                ProbeField field = setup.fields().apply(setup.runId())) {
            CompletableFuture<Flight> canary = CompletableFuture.supplyAsync(this::fly, beside);
            Harvest harvest = new Probing(setup, judge, steps).probe(matrices, namespaces, plan, field);
            if (!canary.isDone()) {
                steps.begin("waiting for the canary");
            }
            Flight flight = canary.join();
            steps.begin("judging");
            sink.begin(header(matrices, started, flight));
            stream(harvest, flight, sink);
        }
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

    private Flight fly() {
        CanaryOptions options = setup.canary();
        if (options == null) {
            return Flight.grounded("not looked for, by request");
        }
        try (ProbeField field = setup.fields().apply(setup.runId() + "-canary")) {
            return new CanaryFlight(setup.cluster(), field, options, setup.runId(), setup.clock()).fly();
        }
    }

    private RunHeader header(List<ConnectivityMatrix> matrices, Instant started, Flight flight) {
        List<MatrixFile> files = matrices.stream()
                .map(m -> new MatrixFile(m.name(), m.file(), m.sha256(), m.edges().size()))
                .toList();
        return new RunHeader(setup.runId(), started, setup.version(), setup.cluster().identity(), flight.canary(),
                setup.probeImage(), files);
    }

    private void stream(Harvest harvest, Flight flight, EvidenceSink sink) throws IOException {
        EdgeAssembly assembly = new EdgeAssembly(harvest, flight, judge, setup.clock().instant());
        boolean believable = setup.canary() == null || setup.options().goOnUnenforced()
                || flight.canary().anyEnforced();
        String doubt = "enforcement was not seen in this cluster: " + flight.canary().detail();
        Totals totals = Totals.NONE;
        for (PlannedEdge planned : harvest.plan().edges()) {
            EdgeEvidence edge = believable
                    ? assembly.assemble(planned)
                    : assembly.notTried(planned, doubt,
                            "Install a network policy engine, or pass --unenforced to go on.");
            sink.edge(edge);
            totals = totals.plus(edge);
        }
        sink.end(new RunFooter(setup.clock().instant(), totals, believable ? "" : doubt));
        if (!believable) {
            throw new UnenforcedException(doubt + ". No deny can be believed here. Install a network policy engine, "
                    + "or pass --unenforced to probe all the same.");
        }
    }
}
