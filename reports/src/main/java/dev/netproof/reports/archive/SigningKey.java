package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
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
     * Reads an unencrypted key in PEM, as {@code openssl genpkey} or {@code openssl ecparam -genkey} writes it. The public
     * key is that of a {@code PUBLIC KEY} block in the same file, else the one inside of the private key.
     *
     * @throws IOException if there is no such key in the file, or no public one with it, telling how to get one
     */
    public static SigningKey read(Path file) throws IOException {
        List<Pem> blocks = Pem.read(file);
        if (blocks.isEmpty()) {
            throw new IOException(file + ": there is no key in PEM. " + Scheme.WANTED);
        }
        try {
            byte[] pkcs8 = PrivateHalf.pkcs8(blocks)
                    .orElseThrow(() -> new IOException(file + ": this is " + article(blocks.getFirst().label())
                            + ", and an unencrypted PRIVATE KEY is needed. Convert it: openssl pkcs8 -topk8 -nocrypt -in "
                            + file));
            for (Scheme scheme : Scheme.values()) {
                Optional<PrivateKey> key = parse(pkcs8, scheme);
                if (key.isPresent() && Scheme.of(key.get()).equals(Optional.of(scheme))) {
                    PublicKey publicKey = publicKey(key.get(), scheme, pkcs8, blocks, file)
                            .orElseThrow(() -> new IOException(file
                                    + ": the public key that belongs to it is not in it, "
                                    + "and is not computed from the secret. Put it there: openssl pkey -in " + file
                                    + " -pubout >> " + file));
                    SigningKey pair = new SigningKey(key.get(), scheme, new VerificationKey(publicKey, scheme),
                            warning(file));
                    pair.requirePair(file);
                    return pair;
                }
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IOException(file + ": not a key that archives are signed with. " + Scheme.WANTED, e);
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

    private static Optional<PublicKey> publicKey(PrivateKey key, Scheme scheme, byte[] pkcs8, List<Pem> blocks,
            Path file)
            throws GeneralSecurityException, IOException {
        Optional<byte[]> given = blocks.stream().filter(block -> block.label().equals(VerificationKey.LABEL))
                .map(Pem::bytes).findFirst();
        if (given.isEmpty() && key instanceof EdECPrivateKey ed) {
            return Optional.of(PublicHalf.derived(ed));
        }
        Optional<byte[]> found = given.isPresent() ? given : PublicHalf.inside(pkcs8);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PublicHalf.of(found.get(), scheme));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + ": the public key in it can't be read. If it is compressed, write it out: openssl ec "
                            + "-in " + file + " -conv_form uncompressed -out NEW-FILE",
                    e);
        }
    }

    /** A public key that was only read may be that of another: then nobody could verify what this one signs. */
    private void requirePair(Path file) throws IOException {
        byte[] message = "netproof: one key".getBytes(UTF_8);
        if (!publicHalf.verifies(message, sign(message))) {
            throw new IOException(
                    file + ": the public key in it does not belong to the private key in it. Take it out and "
                            + "put the right one there: openssl pkey -in " + file + " -pubout");
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
