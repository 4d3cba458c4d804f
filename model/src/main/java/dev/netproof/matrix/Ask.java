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

    /**
     * A datagram, open only when something comes back.
     *
     * @param send its bytes, a character up to U+00FF for each
     * @param expect what an answer must hold to satisfy an allow, likewise; empty for anything
     */
    record Datagram(String send, String expect) implements Ask {

        /** What is sent where the matrix does not say. */
        public static final String PLAIN = "netproof\n";

        public Datagram {
            if ((send + expect).chars().anyMatch(c -> c > 0xff)) {
                throw new IllegalArgumentException("not a character for each byte");
            }
        }

        /** The plain datagram, content with any answer. */
        public Datagram() {
            this(PLAIN, "");
        }

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
