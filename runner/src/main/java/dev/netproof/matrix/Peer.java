package dev.netproof.matrix;

import dev.netproof.evidence.Position;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code peers}.
 *
 * @param position of its name
 * @param identity null when no probe pod can start from it
 * @param target null when nothing leads to it
 * @param sound false when problems were found in it, so that its use gives rise to no more of them
 */
record Peer(String name, Position position, @Nullable Identity identity, @Nullable Target target, boolean sound) {

    /** Whether the peer is reached as something outside the cluster's API: there, ports have no names. */
    boolean isExternal() {
        return switch (target) {
            case null -> false;
            case Target.Address a -> true;
            case Target.Host h -> true;
            case Target.OfService s -> false;
            case Target.OfWorkload w -> false;
        };
    }

    /** Whether both are the same pods in the eyes of policies. */
    boolean isSameAs(Peer other) {
        return name.equals(other.name) || (identity != null && identity.equals(other.identity));
    }
}
