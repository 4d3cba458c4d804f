package dev.netproof.reports.archive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * The public key of a private one. Nothing is computed from the secret here: that of an elliptic curve is read where
 * OpenSSL writes it, and the seed of Ed25519 is given to the JDK.
 */
final class PublicHalf {
    private static final int PUBLIC_KEY = 0xa1;

    private PublicHalf() {}

    /** @throws GeneralSecurityException if it is no key of this scheme */
    static PublicKey of(byte[] subjectPublicKeyInfo, Scheme scheme) throws GeneralSecurityException {
        return KeyFactory.getInstance(scheme.keys()).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    }

    /**
     * The point that stands beside the secret, made a key of its own.
     *
     * @param pkcs8 an elliptic curve key
     * @return empty if it is not there; what is, may be any point
     * @throws IllegalArgumentException if it is not DER
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915, ECPrivateKey</a>
     */
    static Optional<byte[]> inside(byte[] pkcs8) {
        List<Der> key = Der.values(pkcs8).getFirst().inside(Der.SEQUENCE);
        byte[] algorithm = key.get(1).encoded();
        List<Der> secret = Der.values(key.get(2).content()).getFirst().inside(Der.SEQUENCE);
        return secret.stream().filter(field -> field.tag() == PUBLIC_KEY)
                .flatMap(field -> field.inside(PUBLIC_KEY).stream())
                .filter(point -> point.tag() == Der.BIT_STRING)
                .map(point -> Der.of(Der.SEQUENCE, algorithm, point.encoded()).encoded())
                .findFirst();
    }

    /** Generating an Ed25519 key is nothing but deriving it from a seed, and this seed is known. */
    static PublicKey derived(EdECPrivateKey key) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("the key does not show its seed"));
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        return generator.generateKeyPair().getPublic();
    }

    /** Hands out a seed that is known. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("a seed has " + seed.length + " bytes, not " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
