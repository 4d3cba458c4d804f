package dev.netproof.archive;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import java.util.Set;

/** The private key that archives are signed with: ECDSA on P-256, or Ed25519. */
public final class SigningKey {
    private final PrivateKey key;
    private final Scheme scheme;
    private final VerificationKey publicHalf;
    private final String warning;

    private SigningKey(PrivateKey key, Scheme scheme, VerificationKey publicHalf, String warning) {
        this.key = key;
        this.scheme = scheme;
        this.publicHalf = publicHalf;
        this.warning = warning;
    }

    /**
     * Reads an unencrypted PKCS#8 key in PEM, as {@code openssl genpkey} writes it.
     *
     * @throws IOException if there is no such key in the file, telling how to get one
     */
    public static SigningKey read(Path file) throws IOException {
        Pem pem = Pem.read(file)
                .orElseThrow(() -> new IOException(file + ": there is no key in PEM. " + Scheme.WANTED));
        if (!pem.label().equals("PRIVATE KEY")) {
            throw new IOException(file + ": this is " + article(pem.label())
                    + ", and an unencrypted PKCS#8 PRIVATE KEY is needed. Convert it: openssl pkcs8 -topk8 -nocrypt -in "
                    + file);
        }
        for (Scheme scheme : Scheme.values()) {
            Optional<PrivateKey> key = parse(pem.bytes(), scheme);
            if (key.isPresent() && Scheme.of(key.get()).equals(Optional.of(scheme))) {
                return of(key.get(), scheme, file);
            }
        }
        throw new IOException(file + ": not a key that archives are signed with. " + Scheme.WANTED);
    }

    /** Names the key: the SHA-256 of its public half in DER. */
    public String id() {
        return publicHalf.id();
    }

    /** The key that verifies what this one has signed. */
    public VerificationKey publicHalf() {
        return publicHalf;
    }

    /** What is unsafe about the file the key was read from; empty if nothing is. */
    public Optional<String> warning() {
        return Optional.of(warning).filter(words -> !words.isEmpty());
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(scheme.signatures());
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was just read does not sign", e);
        }
    }

    private static SigningKey of(PrivateKey key, Scheme scheme, Path file) throws IOException {
        try {
            return new SigningKey(key, scheme, new VerificationKey(PublicHalf.of(key), scheme), warning(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": the public half of this key can't be computed: " + e.getMessage(), e);
        }
    }

    private static Optional<PrivateKey> parse(byte[] pkcs8, Scheme scheme) {
        try {
            return Optional.of(KeyFactory.getInstance(scheme.keys()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static String article(String label) {
        return (label.matches("[AEIOU].*") ? "an " : "a ") + label;
    }

    private static String warning(Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return "";
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean shared = permissions.stream()
                .anyMatch(permission -> !permission.name().startsWith("OWNER"));
        return shared
                ? file + ": others than its owner may use this key (" + PosixFilePermissions.toString(permissions)
                        + "). Close it: chmod 600 " + file
                : "";
    }
}
