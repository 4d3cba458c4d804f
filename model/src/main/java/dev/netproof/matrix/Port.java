package dev.netproof.matrix;

import dev.netproof.evidence.Protocol;

/** A port as a matrix writes it. */
public sealed interface Port {

    Protocol protocol();

    /** The number, or the name. */
    default String word() {
        return switch (this) {
            case Numbered(int number, Protocol p) -> Integer.toString(number);
            case Named(String name, Protocol p) -> name;
        };
    }

    /** As a matrix writes it: {@code 8080}, {@code http} or {@code 53/UDP}. */
    default String written() {
        return switch (protocol()) {
            case TCP -> word();
            case UDP -> word() + "/UDP";
        };
    }

    /** Whether the target can have the port: outside the cluster, ports have no names. */
    default boolean isKnownTo(Target target) {
        return switch (this) {
            case Numbered n -> true;
            case Named n -> !target.isOutside();
        };
    }

    /** 1 to 65535. */
    record Numbered(int number, Protocol protocol) implements Port {
        @Override
        public String toString() {
            return number + "/" + protocol;
        }
    }

    /** The name of a Service's or a container's port. */
    record Named(String name, Protocol protocol) implements Port {
        @Override
        public String toString() {
            return name + "/" + protocol;
        }
    }
}
