package dev.netproof.evidence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is true of a whole run, as far as it is known when the first edge is judged.
 *
 * @param runId unique, safe in file names and label values
 * @param version of Netproof
 * @param probeImage as it was asked for
 * @param probeImageIds what was run in its place, with its digest as the nodes say it: more than one when a tag moved
 *     meanwhile, none when no probe pod ran
 * @param policies as they stood while probing
 * @param ledgerHead newest link of the ledger before this run, so that each night's evidence holds on to those before;
 *     null without a ledger, and in its first night
 */
public record RunHeader(String runId, Instant startedAt, String version, ClusterIdentity cluster, Canary canary,
        String probeImage, List<String> probeImageIds, List<MatrixFile> matrices, Policies policies,
        @Nullable String ledgerHead) {

    public RunHeader {
        probeImageIds = List.copyOf(probeImageIds);
        matrices = List.copyOf(matrices);
    }

    /** Of a run that read no policies and started no probe pod. */
    public RunHeader(String runId, Instant startedAt, String version, ClusterIdentity cluster, Canary canary,
            String probeImage, List<MatrixFile> matrices) {
        this(runId, startedAt, version, cluster, canary, probeImage, List.of(), matrices, Policies.NONE, null);
    }

    /** The same, in a ledger that ends in this link. */
    public RunHeader after(String head) {
        return new RunHeader(runId, startedAt, version, cluster, canary, probeImage, probeImageIds, matrices, policies,
                head);
    }
}
