package dev.netproof.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.driver.NslookupAddresses;

/** Probes from pods in a cluster. */
public final class ClusterProbeField implements ProbeField {

    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final RunMark mark;
    private final ProbePodOptions options;
    private final Prober prober;
    private final List<ProbePods> launches = new ArrayList<>();
    private final List<EphemeralProbes> guests = new ArrayList<>();
    private final Map<String, Launch> byKey = new ConcurrentHashMap<>();

    public ClusterProbeField(Cluster cluster, RunMark mark, ProbePodOptions options) {
        this.cluster = cluster;
        this.mark = mark;
        this.options = options;
        this.prober = new Prober(cluster);
    }

    @Override
    public synchronized Launched launch(List<ProbePodPlan> plans) {
        // Each launch signs for itself: its owner object is its own.
        RunMark own = launches.isEmpty()
                ? mark
                : new RunMark(mark.runId() + "-" + launches.size(), mark.version(), mark.matrices());
        ProbePods pods = ProbePods.launch(cluster, own, options,
                plans.stream().filter(plan -> plan.within() == null).toList());
        launches.add(pods);
        // After the pods, so that one that can't be had is known before anything is added that stays.
        EphemeralProbes ephemeral = new EphemeralProbes(cluster, own, options);
        guests.add(ephemeral);
        List<Launch> all = new ArrayList<>(pods.launches());
        all.addAll(ephemeral.start(plans.stream().filter(plan -> plan.within() != null).toList()));
        Map<String, ProbePod> running = new HashMap<>();
        Map<String, String> failed = new HashMap<>();
        Set<String> imageIds = new TreeSet<>();
        for (Launch launch : all) {
            String key = launch.plan().key();
            byKey.put(key, launch);
            switch (launch) {
                case Launch.Running here -> {
                    running.put(key, here.evidence());
                    here.imageId().ifPresent(imageIds::add);
                }
                case Launch.Failed failure -> failed.put(key, failure.reason());
            }
        }
        return new Launched(running, failed, imageIds);
    }

    @Override
    public Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse) {
        List<Batch> batches = new ArrayList<>();
        probes.forEach((pod, all) -> batches.add(new Batch(launched(pod), all, awaitPulse.contains(pod))));
        return prober.round(batches);
    }

    @Override
    public List<String> resolve(String pod, String host) {
        if (!(launched(pod) instanceof Launch.Running running)) {
            return List.of();
        }
        try {
            String absolute = host.endsWith(".") ? host : host + ".";
            ExecResult result = cluster.exec(running.pod(), running.container(), List.of("nslookup", absolute),
                    "".getBytes(StandardCharsets.US_ASCII), LOOKUP_LIMIT);
            return NslookupAddresses.of(result.stdout());
        } catch (ClusterException e) {
            // Another pod may know the name; an edge that no pod can resolve says so.
            return List.of();
        }
    }

    private Launch launched(String pod) {
        Launch launch = byKey.get(pod);
        if (launch == null) {
            throw new IllegalArgumentException("no pod " + pod + " was launched");
        }
        return launch;
    }

    @Override
    public synchronized void close() {
        guests.forEach(EphemeralProbes::end);
        RuntimeException first = null;
        for (ProbePods pods : launches.reversed()) {
            try {
                pods.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
