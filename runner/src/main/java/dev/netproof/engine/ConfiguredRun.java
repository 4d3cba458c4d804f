package dev.netproof.engine;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.netproof.cluster.Cluster;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Tee;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixExpansion;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.matrix.yaml.Problem;
import dev.netproof.probe.ClusterProbeField;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.probe.RunMark;
import dev.netproof.run.Cancellation;
import dev.netproof.run.Progress;
import dev.netproof.run.Run;
import dev.netproof.run.RunIds;
import dev.netproof.run.RunSetup;
import dev.netproof.time.Ticker;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * A run as configuration parameters describe it: the composition root where there is no command line.
 *
 * @param progress hears of what a reader of the build must know
 */
record ConfiguredRun(ConfigurationParameters parameters, Providers providers,
        Progress progress) implements Conductor {

    @Override
    public void conduct(List<ConnectivityMatrix> matrices, EvidenceSink events, BooleanSupplier cancelled)
            throws IOException {
        RunParameters run = RunParameters.read(parameters, problem -> {
            throw new IllegalArgumentException(problem);
        });
        ClusterSource source = providers.cluster(run.cluster())
                .orElseThrow(() -> new IllegalArgumentException(noSuchCluster(run.cluster(), providers)));
        try (ClusterSource.Session session = source.open(parameters::get)) {
            probe(expanded(matrices, session.cluster()), run, session.cluster(), events, cancelled);
        }
    }

    static String noSuchCluster(String name, Providers providers) {
        return "netproof.cluster: there is no source \"" + name + "\". On the class path: " + providers.names()
                + ". Name one of them, or add the dependency that brings it.";
    }

    private static List<ConnectivityMatrix> expanded(List<ConnectivityMatrix> matrices, Cluster cluster) {
        var namespaces = MatrixExpansion.needsNamespaces(matrices)
                ? cluster.namespaces()
                : Map.<String, Map<String, String>>of();
        return switch (MatrixExpansion.expand(matrices, namespaces)) {
            case Reading.Invalid invalid -> throw new IllegalArgumentException(
                    invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
            case Reading.Valid sound -> sound.matrices();
        };
    }

    private void probe(List<ConnectivityMatrix> matrices, RunParameters run, Cluster cluster, EvidenceSink events,
            BooleanSupplier cancelled) throws IOException {
        String version = Objects.requireNonNullElse(NetproofEngine.class.getPackage().getImplementationVersion(),
                "development");
        String names = matrices.stream().map(ConnectivityMatrix::name).collect(Collectors.joining(","));
        ProbePodOptions pods = ProbePodOptions.of(run.image());
        Clock clock = Clock.systemUTC();
        RunSetup setup = new RunSetup(RunIds.next(clock), version, run.image(), cluster,
                id -> new ClusterProbeField(cluster, new RunMark(id, version, names), pods), run.canary(),
                run.options(), clock, Ticker.system(), progress, new Cancellation(cancelled));
        try (EvidenceSink reports = new Opened(providers.open(parameters::get))) {
            new Run(setup).execute(matrices, new Tee(List.of(reports, events)));
        }
    }

    /** Sinks that are this run's to close; one that can't be closed does not keep the others open. */
    private record Opened(List<EvidenceSink> sinks) implements EvidenceSink {

        @Override
        public void begin(RunHeader header) throws IOException {
            new Tee(sinks).begin(header);
        }

        @Override
        public void edge(EdgeEvidence edge) throws IOException {
            new Tee(sinks).edge(edge);
        }

        @Override
        public void end(RunFooter footer) throws IOException {
            new Tee(sinks).end(footer);
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            for (EvidenceSink sink : sinks) {
                try {
                    sink.close();
                } catch (IOException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
