package dev.netproof.plan;

import java.util.List;
import java.util.Set;

import dev.netproof.plan.Plan.SourceControl;
import dev.netproof.plan.PlannedEdge.Mistaken;

/**
 * A plan that does not hold its edges.
 *
 * @param pods as in {@link Plan}, and likewise {@code sourceControls}, {@code hosts} and {@code remarks}
 * @param mistakes the edges that contradict the cluster
 * @param routes the edges, of which nobody asked what policies declare: cheap
 * @param edges every edge of every matrix, in their order
 */
public record Outline(List<ProbePodPlan> pods, List<SourceControl> sourceControls, Set<String> hosts,
        List<String> remarks, List<Mistaken> mistakes, PlannedEdges routes, PlannedEdges edges) {

    public Outline {
        pods = List.copyOf(pods);
        sourceControls = List.copyOf(sourceControls);
        hosts = Set.copyOf(hosts);
        remarks = List.copyOf(remarks);
        mistakes = List.copyOf(mistakes);
    }
}
