package dev.netproof.lab.api;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made anew for each server and valid for a year.
 *
 * <p>kubectl sends a bearer token over TLS only, so there is no way without. The JDK has no API that makes certificates;
 * the few lines of DER (RFC 5280) are quicker than starting keytool.
 *
 * @param key PEM, PKCS #8
 * @param certificate PEM; also the authority that clients are to trust
 */
record ServerCertificate(String key, String certificate) {
    private static final byte[] ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    static ServerCertificate make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] body = body(pair);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body);
            byte[] certificate = sequence(body, ECDSA_SHA256, bits(signature.sign()));
            return new ServerCertificate(pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                    pem("CERTIFICATE", certificate));
        } catch (GeneralSecurityException noCrypto) {
            throw new IllegalStateException("the JDK has no elliptic curve P-256: use a complete JDK", noCrypto);
        }
    }

    private static byte[] body(KeyPair pair) {
        Instant now = Instant.now();
        byte[] name = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03),
                der(0x0c, "netproof-lab".getBytes(StandardCharsets.UTF_8)))));
        byte[] validity = sequence(time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(365, ChronoUnit.DAYS)));
        byte[] names = sequence(der(0x87, new byte[]{127, 0, 0, 1}),
                der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)));
        byte[] authority = sequence(der(0x01, new byte[]{(byte) 0xff}));
        byte[] usage = {0x03, 0x02, 0x02, (byte) 0x84};
        byte[] extensions = der(0xa3, sequence(extension(0x11, false, names), extension(0x13, true, authority),
                extension(0x0f, true, usage)));
        return sequence(der(0xa0, der(0x02, new byte[]{2})),
                der(0x02, new BigInteger(64, new SecureRandom()).toByteArray()), ECDSA_SHA256, name, validity, name,
                pair.getPublic().getEncoded(), extensions);
    }

    private static byte[] extension(int id, boolean critical, byte[] value) {
        byte[] wrapped = der(0x04, value);
        return critical
                ? sequence(oid(0x55, 0x1d, id), der(0x01, new byte[]{(byte) 0xff}), wrapped)
                : sequence(oid(0x55, 0x1d, id), wrapped);
    }

    private static byte[] time(Instant instant) {
        return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return der(0x06, value);
    }

    private static byte[] bits(byte[] value) {
        byte[] padded = new byte[value.length + 1];
        System.arraycopy(value, 0, padded, 1, value.length);
        return der(0x03, padded);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length > 255) {
            whole.write(0x82);
            whole.write(length >> 8);
        } else if (length > 127) {
            whole.write(0x81);
        }
        whole.write(length);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
