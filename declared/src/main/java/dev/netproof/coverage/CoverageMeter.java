package dev.netproof.coverage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.evidence.PolicyMutant;
import dev.netproof.evidence.PolicyMutant.Result;
import dev.netproof.evidence.SuggestedEdge;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.reader.Snippet;
import dev.netproof.plan.Plan;
import dev.netproof.plan.PlannedEdge;
import dev.netproof.policy.Alternative;
import dev.netproof.snapshot.Snapshot;

/**
 * Measures which mistakes in the policies of a cluster the matrices of a plan would notice.
 *
 * <p>A mistake is noticed by an edge whose flows are all declared as it expects, and would not be with the mistake. The flows
 * are those that a run would probe, each from the source's identity to a pod's own address and port.
 */
public final class CoverageMeter {

    /** Of each mutant, edges that are named. */
    static final int MOST_NAMED = 10;

    private final Function<Edge, Expectation> expected;
    private final Mutants mutants;
    private final CandidateFlows ground;
    private final Search search;
    private final PeerNames names;
    private final List<Watch> watches = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /** An edge that would turn red. */
    private record Watch(String name, Expectation expected, Check check) {}

    /**
     * Of a cluster as it was.
     *
     * @param planned the snapshot that the plan was made from
     * @param real the same, where the planned one has addresses that were made up; else the same object
     * @param expected what an edge is measured against on the day
     */
    public CoverageMeter(Snapshot planned, Snapshot real, Plan plan, Function<Edge, Expectation> expected) {
        this.expected = expected;
        List<Identity> identities = Candidates.identities(planned, plan);
        ground = new CandidateFlows(planned, real, plan, identities);
        mutants = new Mutants(real, ground.declared());
        names = new PeerNames(plan.edges());
        search = new Search(ground, new Candidates(planned, ground, identities));
        plan.edges().forEach(this::add);
    }

    private void add(PlannedEdge planned) {
        String name = planned.matrix() + "/" + planned.edge().id();
        switch (planned) {
            case PlannedEdge.Probed probed -> ground.check(probed).ifPresentOrElse(
                    check -> add(name, planned.edge(), check),
                    () -> leftOut.add(name + ": policies do not see its connection"));
            case PlannedEdge.Awaiting awaiting -> leftOut.add(name + ": its target's stand-in is not launched");
            case PlannedEdge.Obstructed obstructed -> leftOut.add(name + ": " + obstructed.reason());
            case PlannedEdge.Mistaken mistaken -> leftOut.add(name + ": " + mistaken.reason());
        }
    }

    private void add(String name, Edge edge, Check whole) {
        Expectation wanted = expected.apply(edge);
        Check check = whole.asked(wanted);
        search.agreed(check, wanted);
        if (edge.mode() == Mode.MONITOR) {
            leftOut.add(name + ": it is only watched");
        } else if (check.agrees(wanted)) {
            watches.add(new Watch(name, wanted, check));
        } else {
            leftOut.add(name + ": the policies do not declare what it expects");
        }
    }

    /** Every mutant, and what came of it. */
    public PolicyCoverage measure() {
        return PolicyCoverage.of(mutants.all().stream().map(this::judge).toList(),
                ground.declared().unevaluated().stream().map(policy -> policy.object().toString()).toList(), leftOut);
    }

    private PolicyMutant judge(Mutant mutant) {
        Alternative alternative = mutant.in(ground.declared());
        if (!alternative.changesAnything()) {
            return uncounted(mutant, Result.EQUIVALENT, "With the pods that are here it means the same.");
        }
        List<String> noticing = watches.stream().filter(watch -> watch.check().disagrees(watch.expected(), alternative))
                .map(Watch::name).toList();
        if (!noticing.isEmpty()) {
            return new PolicyMutant(mutant.id(), Result.NOTICED, noticing.size(),
                    noticing.subList(0, Math.min(MOST_NAMED, noticing.size())), "", null);
        }
        Optional<Search.Found> found = search.find(alternative);
        if (found.isPresent()) {
            return new PolicyMutant(mutant.id(), Result.UNNOTICED, 0, List.of(), "", suggest(mutant, found.get()));
        }
        if (search.isUnsettled(alternative)) {
            return uncounted(mutant, Result.UNDECIDED, "Policies that are not evaluated have a say here.");
        }
        return uncounted(mutant, Result.EQUIVALENT, search.stranger(alternative)
                .map(address -> "Only connections from outside the cluster, such as from " + address
                        + ", come out differently: no probe starts there.")
                .orElse("No connection between the pods that are here comes out differently."));
    }

    private static PolicyMutant uncounted(Mutant mutant, Result result, String reason) {
        return new PolicyMutant(mutant.id(), result, 0, List.of(), reason, null);
    }

    private SuggestedEdge suggest(Mutant mutant, Search.Found found) {
        Source source = names.source(found.from().identity());
        Destination destination = names.destination(found.to().target());
        boolean needsControl = found.place() != Search.Place.OUTSIDE || found.expected() == Expectation.ALLOW;
        Snippet snippet = Snippet.of("notices-" + digest(mutant.id()), source, destination, found.to().port(),
                found.expected(), needsControl, "would notice " + mutant.id());
        if (names.isNew(found.from().identity())) {
            snippet = snippet.withPeer(source);
        }
        if (names.isNew(found.to().target())) {
            snippet = snippet.withPeer(destination);
        }
        return new SuggestedEdge(source.peer(), destination.peer(), found.to().port().written(), found.expected(),
                snippet.yaml(), remark(found.place()));
    }

    private static String remark(Search.Place place) {
        return switch (place) {
            case LISTENER -> "";
            case OUTSIDE -> "The address stands for a range: put one there that answers on this port.";
            case SILENT -> "No manifest says that something listens there, and without a listener nothing is proved.";
        };
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
