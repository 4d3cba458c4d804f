package dev.netproof.reports;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.RunHeader;

/** What was true of the whole run, as names and values. */
final class RunFacts {
    private RunFacts() {}

    static Map<String, String> of(RunHeader run) {
        ClusterIdentity cluster = run.cluster();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("run", run.runId());
        facts.put("started", Story.time(run.startedAt()));
        facts.put("version", run.version());
        facts.put("cluster", cluster.context());
        facts.put("cluster.version", cluster.version());
        if (cluster.uid() != null) {
            facts.put("cluster.uid", cluster.uid());
        }
        facts.put("cluster.nodes", Integer.toString(cluster.nodes()));
        facts.put("probe.image", run.probeImage());
        facts.put("canary.ingress", Story.word(run.canary().ingress()));
        facts.put("canary.egress", Story.word(run.canary().egress()));
        facts.put("canary", canary(run.canary()));
        return facts;
    }

    /** One sentence or two for the reader. */
    static String canary(Canary canary) {
        String what = canary.enforced()
                ? "This cluster enforces NetworkPolicy, seen on the wire."
                : "Enforcement of NetworkPolicy was not seen in this cluster: ingress "
                        + Story.word(canary.ingress()) + ", egress " + Story.word(canary.egress()) + ".";
        return canary.detail().isBlank() ? what : what + " " + canary.detail();
    }
}
