package dev.netproof.reports.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** The public key that shows who sealed an archive. */
public final class VerificationKey {
    static final String LABEL = "PUBLIC KEY";
    private static final int LINE = 64;

    private final PublicKey key;
    private final Scheme scheme;

    VerificationKey(PublicKey key, Scheme scheme) {
        this.key = key;
        this.scheme = scheme;
    }

    /**
     * Reads a public key in PEM, as {@code openssl pkey -pubout} writes it.
     *
     * @throws IOException if there is no such key in the file, telling how to get one
     */
    public static VerificationKey read(Path file) throws IOException {
        List<Pem> blocks = Pem.read(file);
        if (blocks.isEmpty()) {
            throw new IOException(file + ": there is no key in PEM. " + Scheme.WANTED);
        }
        Pem pem = blocks.stream().filter(block -> block.label().equals(LABEL)).findFirst()
                .orElseThrow(() -> new IOException(file + ": holds a " + blocks.getFirst().label()
                        + ", and the PUBLIC KEY is needed. Of a private key it is: openssl pkey -pubout -in " + file));
        for (Scheme scheme : Scheme.values()) {
            try {
                PublicKey key = PublicHalf.of(pem.bytes(), scheme);
                if (Scheme.of(key).filter(scheme::equals).isPresent()) {
                    return new VerificationKey(key, scheme);
                }
            } catch (GeneralSecurityException e) {
                // Not of this scheme.
            }
        }
        throw new IOException(file + ": not a key that archives are signed with. " + Scheme.WANTED);
    }

    /** Names the key: the SHA-256 of its DER. */
    public String id() {
        return Sha256.of(key.getEncoded());
    }

    /** The key in PEM, as {@link #read} takes it. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(LINE, new byte[]{'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    boolean verifies(byte[] message, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(scheme.signatures());
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            // Bytes that are no signature at all.
            return false;
        }
    }
}
