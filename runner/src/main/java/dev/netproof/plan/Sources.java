package dev.netproof.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import org.jspecify.annotations.Nullable;

/** Turns the source of an edge into the probe pod that takes on its identity. */
final class Sources {

    private final Snapshot snapshot;
    private final Manners manners;
    private final Drift drift;
    private final Set<String> remarks = new LinkedHashSet<>();

    Sources(Snapshot snapshot, Manners manners) {
        this.snapshot = snapshot;
        this.manners = manners;
        this.drift = new Drift(snapshot);
    }

    /** What a person should know of the identities that were found. */
    Set<String> remarks() {
        return remarks;
    }

    Lookup<ProbePodPlan> find(Source source) {
        String namespace = source.identity().namespace();
        if (snapshot.namespaces().stream().noneMatch(n -> n.getMetadata().getName().equals(namespace))) {
            return new Lookup.Absent<>("namespace " + namespace + " of source " + source.peer() + " does not exist",
                    "Create it, or correct the peer " + source.peer() + ".");
        }
        return switch (source.identity()) {
            case Identity.Labelled labelled ->
                manners.admit(pod(source.peer(), namespace, labelled.labels(), null, List.of()));
            case Identity.OfWorkload of -> ofWorkload(source.peer(), of);
        };
    }

    private Lookup<ProbePodPlan> ofWorkload(String peer, Identity.OfWorkload of) {
        for (Workload workload : snapshot.workloads()) {
            if (workload.kind().equalsIgnoreCase(of.kind().name()) && workload.namespace().equals(of.namespace())
                    && workload.name().equals(of.name())) {
                drift.of(workload).ifPresent(remarks::add);
                PodSpec spec = workload.template().getSpec();
                Map<String, String> labels = workload.template().getMetadata() == null
                        || workload.template().getMetadata().getLabels() == null
                                ? Map.of()
                                : workload.template().getMetadata().getLabels();
                List<String> secrets = spec.getImagePullSecrets() == null
                        ? List.of()
                        : spec.getImagePullSecrets().stream().map(LocalObjectReference::getName).toList();
                return manners.admit(pod(peer, of.namespace(), labels, spec.getServiceAccountName(), secrets));
            }
        }
        return new Lookup.Absent<>(
                of.kind().word() + "/" + of.name() + " of source " + peer + " does not exist in " + of.namespace(),
                "Deploy it, or give the peer its labels instead of a workload.");
    }

    private static ProbePodPlan pod(String peer, String namespace, Map<String, String> labels,
            @Nullable String serviceAccount, List<String> secrets) {
        String key = key(peer, namespace + '\n' + new TreeMap<>(labels) + '\n' + serviceAccount + '\n' + secrets);
        return new ProbePodPlan(key, namespace, labels, serviceAccount, secrets, null);
    }

    /** Readable by its first peer's name, distinct by a hash of what makes the pod. */
    private static String key(String peer, String identity) {
        String word = peer.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = word.length() > 24 ? word.substring(0, 24) : word;
        return (shortened.isEmpty() ? "peer" : shortened) + "-" + digest(identity);
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
