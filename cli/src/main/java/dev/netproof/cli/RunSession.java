package dev.netproof.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.netproof.cluster.Cluster;
import dev.netproof.engine.NetproofEngine;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Tee;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.reports.Format;
import dev.netproof.reports.Reports;
import dev.netproof.run.Cancellation;
import dev.netproof.run.LedgerAnchor;
import dev.netproof.run.Run;
import dev.netproof.run.RunIds;
import dev.netproof.run.RunSetup;
import dev.netproof.time.Ticker;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One run on the JUnit Platform, from matrices that are valid to an exit code: the engine gets its cluster, options and sinks
 * here, and the Launcher nothing else.
 */
final class RunSession {

    private final Cluster cluster;
    private final ProbingOptions options;
    private final Terminal terminal;
    private final Clock clock;
    private final Cancellation cancellation;

    RunSession(Cluster cluster, ProbingOptions options, Terminal terminal, Clock clock, Cancellation cancellation) {
        this.cluster = options.readsPolicies() ? cluster : cluster.withoutPolicies();
        this.options = options;
        this.terminal = terminal;
        this.clock = clock;
        this.cancellation = cancellation;
    }

    /**
     * Runs all matrices.
     *
     * @throws CancellationException when cancelled, after cleaning up and writing the evidence of what there was
     */
    ExitCode run(List<ConnectivityMatrix> read) throws Exception {
        List<ConnectivityMatrix> matrices = Matrices.expand(read, cluster);
        ConsoleReport console = new ConsoleReport(terminal, options.believesUnseen(), cancellation::requested);
        PostRun epilogue = options.sealing().prepare(terminal, clock);
        AtomicReference<Exception> failure = new AtomicReference<>();
        // Not by the Launcher's token: cancelled early, it would keep the engine from accounting for its edges.
        NetproofEngine engine = new NetproofEngine(matrices, (selected, events, cancelled) -> {
            try {
                conduct(selected, console, events, epilogue);
            } catch (IOException | RuntimeException e) {
                failure.set(e);
                throw e;
            } catch (Error e) {
                // The Launcher would keep it to itself.
                failure.set(new IllegalStateException("the run failed: " + e, e));
                throw e;
            }
        });
        launcher(engine).execute(LauncherExecutionRequestBuilder
                .request(LauncherDiscoveryRequestBuilder.request().build())
                .build());
        if (console.hasBegun()) {
            terminal.say(
                    "Reports: " + options.out() + "/ (report.html, summary.md, junit/, allure-results/, metrics.prom, "
                            + "evidence.json, evidence.zip)");
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        boolean kept = epilogue.after(options.out(), terminal,
                LedgerAnchor.of(cluster, clock, options.canary(), matrices));
        return switch (console.result()) {
            case CONFORMS -> kept ? ExitCode.CONFORMS : ExitCode.INCONCLUSIVE;
            case VIOLATED -> ExitCode.VIOLATED;
            case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
        };
    }

    /** Nothing on the class path may join a run uninvited. */
    private static Launcher launcher(NetproofEngine engine) {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(engine)
                .build());
    }

    private void conduct(List<ConnectivityMatrix> matrices, ConsoleReport console, EvidenceSink events,
            PostRun epilogue) throws IOException {
        String runId = RunIds.next(clock);
        String names = matrices.stream().map(ConnectivityMatrix::name).collect(Collectors.joining(","));
        ProbePodOptions pods = ProbePodOptions.of(options.image());
        RunSetup setup = new RunSetup(runId, Version.current(), options.image(), cluster,
                id -> new ClusterProbeField(cluster, new RunMark(id, Version.current(), names), pods), options.canary(),
                options.run(), clock, Ticker.system(), terminal, cancellation);
        try (EvidenceSink reports = Reports.into(options.out(), EnumSet.allOf(Format.class), epilogue.seal())) {
            EvidenceSink all = epilogue.around(new Tee(List.of(reports, console, events)));
            new Run(setup).execute(matrices,
                    options.audits() ? AuditedRun.of(cluster, matrices, clock, terminal, all) : all);
        }
    }
}
