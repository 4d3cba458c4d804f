package dev.netproof.matrix;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What narrows down the paths of an edge.
 *
 * @param families of the addresses that are tried, each of which the target must have; empty for all that it has
 * @param node where the probe starts; null for wherever the scheduler puts it
 */
public record Vantage(Set<AddressFamily> families, @Nullable NodeRule node) {

    /** Every address, from anywhere. */
    public static final Vantage ANY = new Vantage(Set.of(), null);

    public Vantage {
        families = families.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(families));
    }
}
