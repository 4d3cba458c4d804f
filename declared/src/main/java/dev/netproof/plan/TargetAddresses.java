package dev.netproof.plan;

import java.util.List;

import dev.netproof.evidence.Endpoint;
import dev.netproof.plan.PlannedEdge.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * The addresses behind a target, and what its port is called, which hints at what to ask.
 *
 * @param host for the Host header
 * @param portName of the Service's port; null when it has none
 * @param appProtocol likewise
 * @param all at least one
 */
record TargetAddresses(String host, @Nullable String portName, @Nullable String appProtocol, List<Address> all) {

    TargetAddresses {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param serving whether it takes traffic now
     */
    record Address(Endpoint endpoint, boolean serving, Readiness readiness) {}
}
