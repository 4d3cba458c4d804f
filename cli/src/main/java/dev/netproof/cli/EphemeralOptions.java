package dev.netproof.cli;

import dev.netproof.plan.EphemeralUse;
import picocli.CommandLine.Option;

/** For what ephemeral containers may be started in pods that are not the run's own. */
final class EphemeralOptions {

    @Option(names = "--ephemeral", description = "Probe from pods that are there where a peer says so (pods), by an ephemeral container. It takes no "
            + "resource limits and stays until the pod goes.")
    private boolean sources;

    @Option(names = "--ephemeral-controls", description = "Prove by an ephemeral container in the target's pod that it listens, where a deny has no other control.")
    private boolean controls;

    EphemeralUse use() {
        return new EphemeralUse(sources, controls);
    }
}
