package dev.netproof.probe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.cluster.InParallel;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.driver.Driver;
import dev.netproof.probe.driver.DriverJob;
import dev.netproof.time.Window;

/** Tries connections from probe pods: one exec a pod carries all its probes. */
public final class Prober {

    /** Execs at a time: each is mostly waiting, and ten that are not saturate a small cluster. */
    private static final int EXECS = 16;
    private static final Duration PULSE = Duration.ofSeconds(2);

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
     * @return exactly one record for each probe. Where a pod was not to be had, went away or did not answer in time, the
     * records of its probes say so, and those of other pods are not affected
     * @throws ClusterException only when interrupted
     */
    public Round round(List<Batch> batches) {
        List<RawRecord> records = new ArrayList<>();
        Map<String, List<Window>> visits = new HashMap<>();
        Map<String, Window> spans = new HashMap<>();
        for (Round one : InParallel.map(batches, EXECS, this::one)) {
            records.addAll(one.records());
            visits.putAll(one.visits());
            spans.putAll(one.spans());
        }
        Set<String> ids = new HashSet<>();
        for (RawRecord record : records) {
            if (!ids.add(record.probe())) {
                throw new IllegalArgumentException("probe id " + record.probe() + " is not unique");
            }
        }
        return new Round(records, visits, spans);
    }

    private Round one(Batch batch) {
        return switch (batch.from()) {
            case Launch.Running running -> probe(running, batch);
            case Launch.Failed failed -> notRun(batch.probes(), "there is no probe pod: " + failed.reason());
        };
    }

    private Round probe(Launch.Running from, Batch batch) {
        if (batch.probes().isEmpty()) {
            return new Round(List.of(), Map.of(), Map.of());
        }
        DriverJob job = driver.job(batch.probes(), batch.awaitsPulse() ? PULSE : Duration.ZERO);
        try {
            ExecResult result = cluster.exec(from.pod(), from.container(), job.command(), job.stdin(),
                    driver.limit(job));
            return new Round(driver.read(job, result),
                    driver.visits(job, result).map(visits -> Map.of(from.plan().key(), visits)).orElse(Map.of()),
                    driver.spans(job, result));
        } catch (ClusterException e) {
            return notRun(batch.probes(), e.reason());
        }
    }

    private Round notRun(List<Probe> probes, String reason) {
        return new Round(probes.stream()
                .map(probe -> RawRecord.notRun(probe.id(), Driver.tool(probe), reason, clock.instant()))
                .toList(), Map.of(), Map.of());
    }
}
