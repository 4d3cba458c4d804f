package dev.netproof.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import com.sun.management.OperatingSystemMXBean;
import dev.netproof.engine.NetproofEngine;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Tee;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.reports.Format;
import dev.netproof.reports.Reports;
import dev.netproof.run.Cancellation;
import dev.netproof.run.Progress;
import dev.netproof.run.Run;
import dev.netproof.run.RunOptions;
import dev.netproof.run.RunSetup;
import dev.netproof.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * How long a large run takes and what memory it holds, without a cluster: half of its edges are denied, each has three addresses,
 * each attempt an answer of 600 bytes, and one edge in a hundred is not as expected and is tried again. It goes through the engine
 * and the Launcher, as the command does. Run by {@code bench/run}, each size in a process of its own.
 */
final class RunBench {

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private RunBench() {}

    /**
     * Makes one run.
     *
     * @param arguments an empty folder for the reports, the number of edges, and {@code all} to write not only evidence.json
     */
    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[0]);
        int edges = Integer.parseInt(arguments[1]);
        boolean all = arguments.length > 2 && arguments[2].equals("all");
        LargeShop shop = new LargeShop(edges);
        ConnectivityMatrix matrix = shop.matrix();
        long wall = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        Counting counted = new Counting();
        try (EvidenceSink reports = Reports.into(out, all ? EnumSet.allOf(Format.class)
                : EnumSet.of(Format.EVIDENCE_JSON))) {
            launch(shop, matrix, new Tee(List.of(reports, counted)));
        }
        PrintWriter printer = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        printer.printf(Locale.ROOT,
                "%,8d edges, %,d attempts, heap %d MB: %6.1f s, processor %6.1f s, old generation %d MB at most, %s%n",
                counted.edges(), counted.attempts, Runtime.getRuntime().maxMemory() >> 20,
                (System.nanoTime() - wall) / 1e9, (SYSTEM.getProcessCpuTime() - processor) / 1e9, held() >> 20,
                counted.footer().totals());
    }

    private static void run(LargeShop shop, List<ConnectivityMatrix> matrices, EvidenceSink sink) throws IOException {
        new Run(new RunSetup("bench", "bench", "bench", shop, id -> shop.field(), null,
                new RunOptions(Duration.ZERO, Duration.ofMillis(500), true), Clock.systemUTC(), new Skipping(),
                Progress.SILENT, new Cancellation())).execute(matrices, sink);
    }

    private static void launch(LargeShop shop, ConnectivityMatrix matrix, EvidenceSink sink) {
        NetproofEngine engine = new NetproofEngine(List.of(matrix),
                (selected, events, cancelled) -> run(shop, selected, new Tee(List.of(sink, events))));
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(engine)
                .build());
        launcher.execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request().build())
                .build());
    }

    /** What survived a few collections, at most: more than was in use, since garbage is collected late. */
    private static long held() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().contains("Tenured"))
                .mapToLong(RunBench::peak).sum();
    }

    private static long peak(MemoryPoolMXBean pool) {
        return pool.getPeakUsage().getUsed();
    }

    /** Time that passes when somebody waits. */
    private static final class Skipping implements Ticker {

        private final AtomicLong skipped = new AtomicLong();

        @Override
        public long nanos() {
            return System.nanoTime() + skipped.get();
        }

        @Override
        public boolean await(BooleanSupplier condition, Duration apart, @Nullable Duration atMost) {
            while (!condition.getAsBoolean()) {
                skipped.addAndGet(apart.toNanos());
            }
            return true;
        }
    }

    /** Counts what comes. */
    private static final class Counting implements EvidenceSink {

        private int attempts;
        private @Nullable RunFooter footer;

        @Override
        public void begin(RunHeader header) {
            // Nothing of it is counted.
        }

        @Override
        public void edge(EdgeEvidence edge) {
            attempts += edge.attempts().size();
        }

        @Override
        public void end(RunFooter ended) {
            footer = ended;
        }

        RunFooter footer() {
            return Objects.requireNonNull(footer);
        }

        int edges() {
            return footer().totals().edges();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
