package dev.netproof.matrix;

import java.util.Set;

import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.Protocol;

/** What a probe asks of its target. */
public sealed interface Ask {

    ProbeKind kind();

    /** What it is carried by. */
    default Protocol protocol() {
        return switch (this) {
            case Handshake h -> Protocol.TCP;
            case Request r -> Protocol.TCP;
            case Datagram d -> Protocol.UDP;
            case Query q -> Protocol.UDP;
        };
    }

    /** A TCP handshake and nothing more. */
    record Handshake() implements Ask {
        @Override
        public ProbeKind kind() {
            return ProbeKind.TCP;
        }
    }

    /** A datagram, open only when something comes back. */
    record Datagram() implements Ask {
        @Override
        public ProbeKind kind() {
            return ProbeKind.UDP;
        }
    }

    /**
     * An HTTP request.
     *
     * @param path starts with a slash
     * @param expectStatus the answers that satisfy the application; empty for any
     */
    record Request(boolean tls, String method, String path, Set<Integer> expectStatus) implements Ask {
        public Request {
            expectStatus = Set.copyOf(expectStatus);
        }

        @Override
        public ProbeKind kind() {
            return tls ? ProbeKind.HTTPS : ProbeKind.HTTP;
        }
    }

    /** A query for a name, put to the target itself, over UDP. */
    record Query(String name) implements Ask {
        @Override
        public ProbeKind kind() {
            return ProbeKind.DNS;
        }
    }
}
