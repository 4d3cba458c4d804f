package dev.netproof.probe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.probe.Removal.Leftover;
import dev.netproof.time.Pause;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Finds and removes what runs made and did not take away, or not yet.
 *
 * <p>Touches only objects that carry Netproof's label <em>and</em> a run's annotation.
 */
public final class Leftovers {

    /** How long deleted objects may take to be gone. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Cluster cluster;
    private final InstantSource clock;
    private final Duration patience;

    public Leftovers(Cluster cluster) {
        this(cluster, InstantSource.system(), PATIENCE);
    }

    Leftovers(Cluster cluster, InstantSource clock, Duration patience) {
        this.cluster = cluster;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * What there is, without touching it.
     *
     * @throws ClusterException when a namespace can't be searched
     */
    public List<ObjectRef> find(RunSelection selection) {
        return search(selection).stream().map(ObjectRef::of).toList();
    }

    /**
     * Deletes what is selected, dependents with it, and waits until it is gone, at most {@link #PATIENCE}.
     *
     * @throws ClusterException when a namespace can't be searched
     */
    public Removal remove(RunSelection selection) {
        return remove(() -> new Look(search(selection), Map.of()));
    }

    /**
     * Deletes what one run made and waits until it is gone, at most {@link #PATIENCE}. What may not be listed is asked for by
     * name; what can't be asked for either is left behind, as far as is known.
     *
     * @param made what is known to have been created
     * @param doubtful what may have been created, since no answer came
     */
    Removal remove(RunSelection run, Collection<? extends HasMetadata> made,
            Collection<? extends HasMetadata> doubtful) {
        RunSearch search = new RunSearch(cluster, run, made, doubtful);
        return remove(search::look);
    }

    /**
     * What is there at one moment.
     *
     * @param unseen what may be there, and why it is not known
     */
    record Look(List<HasMetadata> present, Map<ObjectRef, String> unseen) {}

    private Removal remove(Supplier<Look> search) {
        long deadline = System.nanoTime() + patience.toNanos();
        Set<ObjectRef> met = new LinkedHashSet<>();
        Map<ObjectRef, String> refusals = new HashMap<>();
        while (true) {
            Look look = search.get();
            List<HasMetadata> untouched = look.present().stream()
                    .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                    .filter(object -> !refusals.containsKey(ObjectRef.of(object)))
                    .toList();
            for (HasMetadata object : untouched) {
                met.add(ObjectRef.of(object));
                try {
                    cluster.delete(object);
                } catch (ClusterException e) {
                    refusals.put(ObjectRef.of(object), e.reason());
                }
            }
            boolean onlyRefused = look.present().stream().map(ObjectRef::of).allMatch(refusals::containsKey);
            if ((untouched.isEmpty() && onlyRefused) || System.nanoTime() >= deadline || !Pause.of(PAUSE)) {
                return result(met, look, refusals);
            }
        }
    }

    private Removal result(Set<ObjectRef> met, Look look, Map<ObjectRef, String> refusals) {
        Stream<Leftover> present = look.present().stream()
                .map(ObjectRef::of)
                .map(left -> new Leftover(left, refusals.getOrDefault(left,
                        "deleted, but still there after " + patience.toSeconds() + " s")));
        Stream<Leftover> unseen = look.unseen().entrySet().stream()
                .map(left -> new Leftover(left.getKey(), refusals.getOrDefault(left.getKey(), left.getValue())));
        List<Leftover> leftovers = Stream.concat(present, unseen).toList();
        List<ObjectRef> removed = new ArrayList<>(met);
        removed.removeAll(leftovers.stream().map(Leftover::object).toList());
        return new Removal(removed, leftovers);
    }

    private List<HasMetadata> search(RunSelection selection) {
        List<HasMetadata> labelled = new ArrayList<>();
        if (selection.namespaces().isEmpty()) {
            labelled.addAll(cluster.find(null, RunMark.labels()));
        }
        for (String namespace : selection.namespaces()) {
            labelled.addAll(cluster.find(namespace, RunMark.labels()));
        }
        return labelled.stream().filter(object -> selection.matches(object, clock.instant())).toList();
    }
}
