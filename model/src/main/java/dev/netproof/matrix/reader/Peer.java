package dev.netproof.matrix.reader;

import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code peers}.
 *
 * @param position of its name
 * @param identity null when no probe pod can start from it
 * @param target null when nothing leads to it
 * @param standIn whether a pod listens in its place while none of its own runs
 * @param sound false when problems were found in it, so that its use gives rise to no more of them
 */
record Peer(String name, Position position, @Nullable Identity identity, @Nullable Target target, boolean standIn,
        boolean sound) {

    Optional<Source> asSource() {
        return Optional.ofNullable(identity).map(i -> new Source(name, i));
    }

    Optional<Destination> asDestination() {
        return Optional.ofNullable(target).map(t -> new Destination(name, t, standIn));
    }

    /** The variables that it speaks of. */
    Set<String> variables() {
        return EdgeTexts.variables(identity, target);
    }

    boolean isOutside() {
        return target != null && target.isOutside();
    }

    /** Whether both are the same pods in the eyes of policies. */
    boolean isSameAs(Peer other) {
        return name.equals(other.name) || (identity != null && other.identity != null
                && identity.seenByPolicies().equals(other.identity.seenByPolicies()));
    }
}
