package dev.netproof.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.Found;
import dev.netproof.cluster.OwnKind;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Looks for what one run made: by its mark where that may be listed, which also finds what nobody knows of, and else by name.
 * What was made is gone only when the API server says so.
 */
final class RunSearch {

    /** All that a run creates where it launches pods. Its leases it gives back itself. */
    private static final Set<OwnKind> KINDS = EnumSet.of(OwnKind.CONFIG_MAP, OwnKind.POD, OwnKind.NETWORK_POLICY);

    private final Cluster cluster;
    private final RunSelection run;
    private final Collection<? extends HasMetadata> made;
    private final Collection<? extends HasMetadata> doubtful;

    /** By namespace: asked once, since rights don't change while one cleans up. */
    private final Map<String, Set<OwnKind>> refused = new HashMap<>();

    RunSearch(Cluster cluster, RunSelection run, Collection<? extends HasMetadata> made,
            Collection<? extends HasMetadata> doubtful) {
        this.cluster = cluster;
        this.run = run;
        this.made = made;
        this.doubtful = doubtful;
    }

    Leftovers.Look look() {
        List<HasMetadata> present = new ArrayList<>();
        Map<ObjectRef, String> unseen = new LinkedHashMap<>();
        for (String namespace : run.namespaces()) {
            look(namespace, present, unseen);
        }
        return new Leftovers.Look(present, unseen);
    }

    private void look(String namespace, List<HasMetadata> present, Map<ObjectRef, String> unseen) {
        Set<OwnKind> blind = refused.computeIfAbsent(namespace, first -> EnumSet.noneOf(OwnKind.class));
        Set<OwnKind> seen = EnumSet.copyOf(KINDS);
        seen.removeAll(blind);
        try {
            Found found = cluster.search(namespace, RunMark.labels(), seen);
            found.objects().stream().filter(object -> run.matches(object, Instant.EPOCH)).forEach(present::add);
            blind.addAll(found.refused().keySet());
            seen.removeAll(blind);
        } catch (ClusterException e) {
            seen = EnumSet.noneOf(OwnKind.class);
        }
        for (HasMetadata object : made) {
            if (namespace.equals(object.getMetadata().getNamespace()) && seen.stream().noneMatch(k -> k.isOf(object))) {
                ask(object, "not seen to be gone: ", present, unseen);
            }
        }
        for (HasMetadata object : doubtful) {
            if (namespace.equals(object.getMetadata().getNamespace()) && seen.stream().noneMatch(k -> k.isOf(object))) {
                ask(object, "its creation was not confirmed, nor that it is not there: ", present, unseen);
            }
        }
    }

    private void ask(HasMetadata object, String doubt, List<HasMetadata> present, Map<ObjectRef, String> unseen) {
        try {
            Optional<HasMetadata> now = cluster.read(object);
            now.filter(found -> isSame(object, found) && run.matches(found, Instant.EPOCH)).ifPresent(present::add);
        } catch (ClusterException e) {
            unseen.put(ObjectRef.of(object), doubt + e.reason());
        }
    }

    /** What takes the name of an object that is gone is another. What was never confirmed has no uid to compare. */
    private static boolean isSame(HasMetadata made, HasMetadata found) {
        String uid = made.getMetadata().getUid();
        return uid == null || Objects.equals(uid, found.getMetadata().getUid());
    }
}
