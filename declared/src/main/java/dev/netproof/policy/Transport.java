package dev.netproof.policy;

import java.util.Optional;
import java.util.stream.Stream;

import dev.netproof.evidence.Protocol;

/** Transport protocols that policies tell apart. One more than a probe can speak. */
public enum Transport {
    TCP, UDP, SCTP;

    public static Transport of(Protocol protocol) {
        return switch (protocol) {
            case TCP -> TCP;
            case UDP -> UDP;
        };
    }

    /** By the name that manifests use, upper case. */
    static Optional<Transport> named(String name) {
        return Stream.of(values()).filter(transport -> transport.name().equals(name)).findFirst();
    }
}
