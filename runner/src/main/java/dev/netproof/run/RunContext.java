package dev.netproof.run;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.netproof.checkout.Checkout;
import dev.netproof.evidence.Canary;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Policies;
import dev.netproof.evidence.RunHeader;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.snapshot.Snapshot;

/** What a run learns of itself on its way, so that its evidence can say it however far the run comes. Not thread-safe. */
final class RunContext {

    private final RunSetup setup;
    private final Instant started;
    private final Set<String> imageIds = new TreeSet<>();
    private ClusterIdentity identity = new ClusterIdentity("unknown", "unknown", null, 0);
    private Policies policies = Policies.NONE;

    RunContext(RunSetup setup, Instant started) {
        this.setup = setup;
        this.started = started;
    }

    void cluster(ClusterIdentity known, Snapshot seen) {
        identity = new ClusterIdentity(known.context(), known.version(), known.uid(), known.nodes(),
                NetworkPlugins.of(seen));
    }

    void launched(Set<String> images) {
        imageIds.addAll(images);
    }

    /** The cluster just before the first probe. */
    void before(Snapshot cluster) {
        policies = PolicyRecord.of(cluster);
    }

    RunHeader header(List<ConnectivityMatrix> matrices, Canary canary) {
        Checkout checkout = new Checkout();
        List<MatrixFile> files = matrices.stream()
                .map(m -> new MatrixFile(m.name(), m.file(), m.includes(), m.sha256(), m.edges().size(),
                        checkout.revision(m.file()).orElse(null)))
                .toList();
        return new RunHeader(setup.runId(), started, setup.version(), identity, canary, setup.probeImage(),
                List.copyOf(imageIds), files, policies, null);
    }
}
