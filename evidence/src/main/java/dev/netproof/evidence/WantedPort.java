package dev.netproof.evidence;

import org.jspecify.annotations.Nullable;

/** One entry in the ports of a rule. */
public sealed interface WantedPort {

    /**
     * Numbers of one protocol.
     *
     * @param protocol as policies spell it, {@code SCTP} among them
     * @param last the same as {@code first} for a single port
     */
    record Range(String protocol, int first, int last) implements WantedPort {}

    /**
     * A port by the name that containers give it.
     *
     * @param protocol null for whichever the container's port has
     * @param number what the name means on this target; null where the target has no port of that name
     */
    record Named(@Nullable String protocol, String name, @Nullable Integer number) implements WantedPort {}
}
