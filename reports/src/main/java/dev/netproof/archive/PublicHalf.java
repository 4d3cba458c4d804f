package dev.netproof.archive;

import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** The public key of a private one, which a PEM file need not hold and the JDK does not compute. */
final class PublicHalf {
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private PublicHalf() {}

    static PublicKey of(PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case ECPrivateKey ec -> {
                ECParameterSpec curve = ec.getParams();
                yield KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(times(ec.getS(), curve.getGenerator(), curve), curve));
            }
            case EdECPrivateKey ed -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
                byte[] seed = ed.getBytes()
                        .orElseThrow(() -> new GeneralSecurityException("the key does not show its seed"));
                generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
                yield generator.generateKeyPair().getPublic();
            }
            default -> throw new GeneralSecurityException(Scheme.WANTED);
        };
    }

    /** Double and add, in affine coordinates: once per run, on a machine that holds the key anyway. */
    private static ECPoint times(BigInteger factor, ECPoint point, ECParameterSpec curve) {
        BigInteger field = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger slopeTerm = curve.getCurve().getA();
        ECPoint product = ECPoint.POINT_INFINITY;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            product = sum(product, product, slopeTerm, field);
            if (factor.testBit(bit)) {
                product = sum(product, point, slopeTerm, field);
            }
        }
        return product;
    }

    private static ECPoint sum(ECPoint one, ECPoint other, BigInteger slopeTerm, BigInteger field) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        if (other.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        BigInteger x1 = one.getAffineX();
        BigInteger y1 = one.getAffineY();
        BigInteger x2 = other.getAffineX();
        BigInteger y2 = other.getAffineY();
        BigInteger rise;
        BigInteger run;
        if (!x1.equals(x2)) {
            rise = y2.subtract(y1);
            run = x2.subtract(x1);
        } else if (y1.add(y2).mod(field).equals(ZERO)) {
            return ECPoint.POINT_INFINITY;
        } else {
            rise = THREE.multiply(x1.pow(2)).add(slopeTerm);
            run = TWO.multiply(y1);
        }
        BigInteger slope = rise.multiply(run.modInverse(field)).mod(field);
        BigInteger x = slope.pow(2).subtract(x1).subtract(x2).mod(field);
        return new ECPoint(x, slope.multiply(x1.subtract(x)).subtract(y1).mod(field));
    }

    /** Hands out a seed that is known: generating an Ed25519 key is nothing but deriving it from a seed. */
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
