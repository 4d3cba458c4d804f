package dev.netproof.reports;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.reports.diff.Baseline;
import dev.netproof.reports.diff.Diff;

/**
 * How long it takes to write the reports of a large run, as {@code bench/reports} starts it: in a process of its own, with a
 * small heap. Prints wall time, and processor time, which other work on the machine hardly changes.
 */
final class ReportsBench {
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private ReportsBench() {}

    /**
     * Measures one size of run.
     *
     * @param arguments an empty folder, and how many sources and as many targets the run has, and
     *        {@code all} for every report
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int side = Integer.parseInt(arguments[1]);
        Set<String> what = Set.of(arguments).contains("all") ? Set.of("all") : Set.of();
        print(String.format(Locale.ROOT, "%,d edges, three attempts each, heap %d MB, %d processors, load %.1f",
                side * side,
                Runtime.getRuntime().maxMemory() >> 20, SYSTEM.getAvailableProcessors(),
                SYSTEM.getSystemLoadAverage()));
        Path evidence = folder.resolve("evidence.json");
        measure("evidence written", () -> {
            try (EvidenceSink sink = EvidenceJson.writer(Files.newOutputStream(evidence))) {
                GridRun.into(sink, side, side);
            }
        });
        measure("evidence compared with itself", () -> {
            Diff diff = Baseline.read(List.of(evidence)).compare(evidence);
            if (diff.news()) {
                throw new IllegalStateException("nothing changed, and the comparison says so not");
            }
        });
        for (Format format : what.isEmpty() ? EnumSet.noneOf(Format.class) : EnumSet.allOf(Format.class)) {
            measure(format.name().toLowerCase(Locale.ROOT),
                    () -> write(evidence, folder.resolve("one-" + format), Set.of(format)));
        }
        if (!what.isEmpty()) {
            measure("all of them at once", () -> write(evidence, folder.resolve("all"), EnumSet.allOf(Format.class)));
        }
    }

    private static void write(Path evidence, Path folder, Set<Format> formats) throws IOException {
        try (InputStream in = Files.newInputStream(evidence);
                EvidenceSink reports = Reports.into(folder, formats)) {
            EvidenceJson.read(in, reports);
        }
    }

    private static void measure(String what, Work work) throws IOException {
        long wall = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        work.run();
        print(String.format(Locale.ROOT, "%-32s %6.1f s, processor %6.1f s", what, seconds(System.nanoTime() - wall),
                seconds(SYSTEM.getProcessCpuTime() - processor)));
    }

    private static double seconds(long nanos) {
        return Duration.ofNanos(nanos).toMillis() / 1e3;
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private interface Work {
        void run() throws IOException;
    }
}
