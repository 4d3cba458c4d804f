package dev.netproof.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a lab is to be.
 *
 * @param ignoresEgress whether policies hold for ingress only, as with some CNIs
 * @param port of the API server on 127.0.0.1; 0 for any free one
 * @param directory where {@code kubeconfig} is written, made if it is not there; empty for a temporary one that goes with
 *     the lab
 */
public record LabOptions(EnforcementMode mode, boolean ignoresEgress, int port, Optional<Path> directory) {

    public LabOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is none. Choose 1 to 65535, or 0 for any free one.");
        }
    }

    /** Drops what policies deny; any port; a temporary directory. */
    public static LabOptions defaults() {
        return new LabOptions(EnforcementMode.DROP, false, 0, Optional.empty());
    }

    public LabOptions withMode(EnforcementMode other) {
        return new LabOptions(other, ignoresEgress, port, directory);
    }

    public LabOptions withPort(int other) {
        return new LabOptions(mode, ignoresEgress, other, directory);
    }

    public LabOptions withDirectory(Path other) {
        return new LabOptions(mode, ignoresEgress, port, Optional.of(other));
    }

    public LabOptions withEgressIgnored(boolean ignored) {
        return new LabOptions(mode, ignored, port, directory);
    }
}
