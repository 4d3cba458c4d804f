package dev.netproof.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.cluster.ClusterException;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.probe.RunMark;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a run to its matrices, renewed until it is over. They keep two runs of one matrix from disturbing each other;
 * a run that may not make them goes on without.
 */
final class Claims {

    private static final Duration RENEWAL = Claim.LASTS.dividedBy(3);

    private final Progress progress;
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("netproof-claims").factory());
    private final Future<?> renewal;

    private Claims(Progress progress) {
        this.progress = progress;
        this.renewal = thread.scheduleAtFixedRate(() -> claims.forEach(this::renew), RENEWAL.toSeconds(),
                RENEWAL.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Claims every matrix, in the canary's scratch namespace or, without a canary, in that of the matrix's first source.
     *
     * @throws MatrixBusyException when another run holds one of them; then none is claimed
     */
    static Claims make(RunSetup setup, List<ConnectivityMatrix> matrices) {
        Claims claims = new Claims(setup.progress());
        RunMark mark = new RunMark(setup.runId(), setup.version(),
                matrices.stream().map(ConnectivityMatrix::name).collect(Collectors.joining(",")));
        try {
            for (ConnectivityMatrix matrix : matrices) {
                claims.claim(setup, mark, matrix);
            }
        } catch (RuntimeException e) {
            claims.release();
            throw e;
        }
        return claims;
    }

    private void claim(RunSetup setup, RunMark mark, ConnectivityMatrix matrix) {
        if (matrix.edges().isEmpty()) {
            return;
        }
        try {
            claims.add(Claim.make(setup.cluster(), setup.clock(), mark, matrix.name(),
                    namespace(setup.canary(), matrix)));
        } catch (ClusterException e) {
            if (setup.cancellation().requested()) {
                throw e;
            }
            progress.remark("going on without a lease that keeps other runs of matrix " + matrix.name() + " away: "
                    + e.reason());
        }
    }

    /** Where a run of this matrix keeps its leases. */
    static String namespace(@Nullable CanaryOptions canary, ConnectivityMatrix matrix) {
        return canary == null ? matrix.edges().get(0).source().identity().namespace() : canary.namespace();
    }

    private void renew(Claim claim) {
        try {
            claim.renew();
        } catch (MatrixBusyException e) {
            progress.remark(String.valueOf(e.getMessage()));
            claims.remove(claim);
        } catch (ClusterException e) {
            // The next renewal may work, and a claim that ends is no reason to give up a run.
        }
    }

    /** Gives them all up. What can't be given up ends by itself. */
    void release() {
        renewal.cancel(false);
        thread.shutdown();
        for (Claim claim : claims) {
            try {
                claim.release();
            } catch (ClusterException e) {
                progress.remark("a lease stays until it ends: " + e.reason());
            }
        }
    }
}
