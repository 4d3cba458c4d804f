package dev.netproof.plan;

import java.util.List;
import java.util.Set;

/**
 * What a run will launch and probe.
 *
 * @param pods distinct by key, shared by all edges and matrices
 * @param edges every edge of every matrix, in their order
 * @param sourceControls for each pod's key, probes of addresses that most pods may reach: that one of them connects shows
 *     that the pod has a working network
 * @param hosts names outside the cluster that must be resolved before their edges can be probed
 * @param remarks what launching the pods does to the cluster all the same, a sentence each
 */
public record Plan(List<ProbePodPlan> pods, List<PlannedEdge> edges, List<SourceControl> sourceControls,
        Set<String> hosts, List<String> remarks) {

    public Plan {
        pods = List.copyOf(pods);
        edges = List.copyOf(edges);
        sourceControls = List.copyOf(sourceControls);
        hosts = Set.copyOf(hosts);
        remarks = List.copyOf(remarks);
    }

    /** A probe that is about its source pod, not about an edge. */
    public record SourceControl(String pod, Probe probe, Kind kind) {

        /** What it shows. */
        public enum Kind {
            /** Connects to where most pods may go. */
            REACHES,
            /** Connects to an address where nothing is, and must not succeed. */
            NEGATIVE
        }
    }
}
