package dev.netproof.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.audit.AuditInput.Extent;
import dev.netproof.audit.AuditInput.Options;
import dev.netproof.evidence.AuditFinding;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.reader.MatrixReader;
import dev.netproof.matrix.reader.Reading;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.snapshot.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Audits files of manifests, on one day of November. A first line {@code # extent: cluster} makes them a whole cluster. */
final class Audits {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    private static final Pattern HEAD = Pattern.compile("# (extent|protected): (\\S+)\n");

    private Audits() {}

    static List<AuditFinding> of(Path file) throws IOException {
        String text = Files.readString(file);
        Extent extent = Extent.MANIFESTS;
        Options options = Options.DEFAULTS;
        Matcher head = HEAD.matcher(text);
        if (head.lookingAt()) {
            switch (head.group(1)) {
                case "extent" -> extent = Extent.valueOf(head.group(2).toUpperCase(Locale.ROOT));
                default -> options = new Options(Set.of(head.group(2)), List.of(), List.of());
            }
        }
        ManifestSnapshot read = ManifestSnapshot.read(List.of(file));
        if (!read.problems().isEmpty()) {
            throw new IOException(String.join("\n", read.problems()));
        }
        return Audit.of(new AuditInput(withWorkloads(read.snapshot(), text), extent, Set.of(), options,
                matrices(file.resolveSibling("matrix.yaml")), TODAY, read.places()::find, read.unread()));
    }

    /** As a cluster has them beside their pods. */
    private static Snapshot withWorkloads(Snapshot snapshot, String text) {
        List<Workload> workloads = new ArrayList<>();
        for (String document : text.split("(?m)^---$", -1)) {
            if (document.contains("kind: Deployment")) {
                Deployment read = new KubernetesSerialization().unmarshal(document, Deployment.class);
                workloads.add(new Workload("Deployment", read.getMetadata().getNamespace(),
                        read.getMetadata().getName(), read.getSpec().getSelector(), read.getSpec().getTemplate()));
            }
        }
        return new Snapshot(snapshot.namespaces(), workloads, snapshot.pods(), snapshot.services(),
                snapshot.endpointSlices(), snapshot.nodes(), snapshot.networkPolicies(), snapshot.otherPolicies());
    }

    private static List<ConnectivityMatrix> matrices(Path matrix) {
        if (!Files.exists(matrix)) {
            return List.of();
        }
        return switch (new MatrixReader().read(List.of(matrix))) {
            case Reading.Valid sound -> sound.matrices();
            case Reading.Invalid invalid -> throw new IllegalArgumentException(invalid.problems().toString());
        };
    }
}
