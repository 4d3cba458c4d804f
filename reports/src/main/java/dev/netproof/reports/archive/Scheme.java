package dev.netproof.reports.archive;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** The kinds of signature that archives have. */
enum Scheme {
    /** ECDSA over P-256 and SHA-256, the signature in DER. */
    ECDSA_P256("EC", "SHA256withECDSA"),
    /** Pure Ed25519: the same bytes and the same key always give the same signature. */
    ED25519("Ed25519", "Ed25519");

    static final String WANTED = "Use an ECDSA key on P-256 or an Ed25519 key.";

    private final String keys;
    private final String signatures;

    Scheme(String keys, String signatures) {
        this.keys = keys;
        this.signatures = signatures;
    }

    /** The scheme a key is for; empty if archives are not signed by such keys. */
    static Optional<Scheme> of(Key key) {
        return switch (key) {
            case ECKey ec when onP256(ec.getParams()) -> Optional.of(ECDSA_P256);
            case EdECKey ed when ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName()) -> Optional
                    .of(ED25519);
            default -> Optional.empty();
        };
    }

    /** The name of its {@link java.security.KeyFactory}. */
    String keys() {
        return keys;
    }

    /** The name of its {@link java.security.Signature}. */
    String signatures() {
        return signatures;
    }

    static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static boolean onP256(ECParameterSpec curve) {
        ECParameterSpec wanted = p256();
        return curve.getCurve().equals(wanted.getCurve()) && curve.getGenerator().equals(wanted.getGenerator())
                && curve.getOrder().equals(wanted.getOrder());
    }
}
