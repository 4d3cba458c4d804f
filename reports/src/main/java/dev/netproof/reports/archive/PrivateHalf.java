package dev.netproof.reports.archive;

import java.util.List;
import java.util.Optional;

/** A private key in the two shapes that OpenSSL writes by default, as the one that Java reads. */
final class PrivateHalf {
    static final String PKCS8 = "PRIVATE KEY";
    /** What {@code openssl ecparam -genkey} writes, after a block of {@link #PARAMETERS}. */
    static final String SEC1 = "EC PRIVATE KEY";
    private static final String PARAMETERS = "EC PARAMETERS";
    private static final int CURVE = 0xa0;
    private static final byte[] VERSION = {2, 1, 0};
    /** 1.2.840.10045.2.1, id-ecPublicKey. */
    private static final byte[] ELLIPTIC_CURVE = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateHalf() {}

    /**
     * The key among the blocks of a file, in PKCS#8; empty if there is none.
     *
     * @throws IllegalArgumentException if it is not DER
     */
    static Optional<byte[]> pkcs8(List<Pem> blocks) {
        for (Pem block : blocks) {
            if (block.label().equals(PKCS8)) {
                return Optional.of(block.bytes());
            }
            if (block.label().equals(SEC1)) {
                return Optional.of(wrapped(block.bytes(), blocks));
            }
        }
        return Optional.empty();
    }

    /** The curve stands in the key, or in a block of its own. */
    private static byte[] wrapped(byte[] sec1, List<Pem> blocks) {
        byte[] curve = Der.values(sec1).getFirst().inside(Der.SEQUENCE).stream()
                .filter(field -> field.tag() == CURVE).map(Der::content).findFirst()
                .or(() -> blocks.stream().filter(block -> block.label().equals(PARAMETERS)).map(Pem::bytes).findFirst())
                .orElse(new byte[0]);
        byte[] algorithm = Der.of(Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, ELLIPTIC_CURVE).encoded(), curve)
                .encoded();
        return Der.of(Der.SEQUENCE, VERSION, algorithm, Der.of(Der.OCTET_STRING, sec1).encoded()).encoded();
    }
}
