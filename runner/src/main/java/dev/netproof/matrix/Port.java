package dev.netproof.matrix;

import dev.netproof.evidence.Protocol;

/** A port as a matrix writes it. */
public sealed interface Port {

    Protocol protocol();

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
