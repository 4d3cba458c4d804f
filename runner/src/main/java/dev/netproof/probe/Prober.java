package dev.netproof.probe;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.InParallel;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;

/** Tries connections from probe pods: one exec a pod carries all its probes. */
public final class Prober {

    /** Execs at a time: each is mostly waiting, and ten that are not saturate a small cluster. */
    private static final int EXECS = 16;

    private final Cluster cluster;
    private final InstantSource clock;
    private final Driver driver = new Driver();

    public Prober(Cluster cluster) {
        this(cluster, InstantSource.system());
    }

    Prober(Cluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Tries everything once, all pods at the same time. Takes about as long as the longest timeout among the probes.
     *
     * @return exactly one record for each probe, by its id. Where a pod was not to be had, went away or did not answer
     * in time, the records of its probes say so, and those of other pods are not affected
     * @throws ClusterException only when interrupted
     */
    public Map<String, RawRecord> round(List<Batch> batches) {
        Map<String, RawRecord> byProbe = new LinkedHashMap<>();
        for (List<RawRecord> records : InParallel.map(batches, EXECS, this::records)) {
            for (RawRecord record : records) {
                if (byProbe.put(record.probe(), record) != null) {
                    throw new IllegalArgumentException("probe id " + record.probe() + " is not unique");
                }
            }
        }
        return byProbe;
    }

    private List<RawRecord> records(Batch batch) {
        return switch (batch.from()) {
            case Launch.Running running -> probe(running, batch.probes());
            case Launch.Failed failed -> notRun(batch.probes(), "there is no probe pod: " + failed.reason());
        };
    }

    private List<RawRecord> probe(Launch.Running from, List<Probe> probes) {
        if (probes.isEmpty()) {
            return List.of();
        }
        DriverJob job = driver.job(probes);
        try {
            ExecResult result = cluster.exec(from.pod(), ProbePodSpec.CONTAINER, job.command(), job.stdin(),
                    driver.limit(probes));
            return driver.read(probes, result);
        } catch (ClusterException e) {
            return notRun(probes, e.reason());
        }
    }

    private List<RawRecord> notRun(List<Probe> probes, String reason) {
        return probes.stream()
                .map(probe -> RawRecord.notRun(probe.id(), Driver.tool(probe), reason, clock.instant()))
                .toList();
    }
}
