package dev.netproof.plan;

import java.util.Set;

import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import org.jspecify.annotations.Nullable;

/** What to ask of a port when the matrix does not say: as its appProtocol, its name or its number suggests. */
final class AskByPort {

    /** A name that every cluster's DNS answers. */
    static final String WELL_KNOWN_NAME = "kubernetes.default.svc.cluster.local";

    private static final int DNS_PORT = 53;

    private AskByPort() {}

    static Ask choose(Protocol protocol, int number, @Nullable String name, @Nullable String appProtocol) {
        String word = appProtocol != null ? appProtocol : name == null ? "" : name;
        return switch (protocol) {
            case UDP -> number == DNS_PORT || isOrStartsWith(word, "dns")
                    ? new Ask.Query(WELL_KNOWN_NAME)
                    : new Ask.Datagram();
            case TCP -> {
                if (isOrStartsWith(word, "https")) {
                    yield new Ask.Request(true, "GET", "/", Set.of());
                }
                if (isOrStartsWith(word, "http")) {
                    yield new Ask.Request(false, "GET", "/", Set.of());
                }
                yield new Ask.Handshake();
            }
        };
    }

    /** Ports are named {@code http} or {@code http-admin} by custom. */
    private static boolean isOrStartsWith(String word, String protocol) {
        return word.equals(protocol) || word.startsWith(protocol + "-");
    }
}
