package dev.netproof.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What is true of a whole run before its first edge.
 *
 * @param runId unique, safe in file names and label values
 * @param version of Netproof
 */
public record RunHeader(String runId, Instant startedAt, String version, ClusterIdentity cluster, Canary canary,
        String probeImage, List<MatrixFile> matrices) {

    public RunHeader {
        matrices = List.copyOf(matrices);
    }
}
