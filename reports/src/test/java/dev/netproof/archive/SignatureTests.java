package dev.netproof.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTests {
    @TempDir
    private Path temporary;

    static Stream<PrivateKey> keys() {
        return Stream.of(Nights.p256(), Nights.ed25519());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void is_verified_by_the_public_half_of_its_key_and_by_no_other(PrivateKey key) throws IOException {
        SigningKey mine = Nights.signing(key);
        SigningKey other = Nights.signing(key.getAlgorithm().equals("EC") ? Nights.p256() : Nights.ed25519());
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1, Optional.of(mine));
        VerificationKey read = VerificationKey
                .read(Files.writeString(temporary.resolve("public.pem"), mine.publicHalf().pem()));

        assertThat(Verification.of(archive, Optional.of(read)).flaws()).isEmpty();
        assertThat(Verification.of(archive, Optional.of(other.publicHalf())).flaws()).containsExactly(
                new Flaw(Flaw.Kind.WRONG_KEY, "statement.dsse.json",
                        "not signed by key " + other.id() + ", it says by " + mine.id()));
    }

    @Test
    void of_ed25519_leaves_the_archive_reproducible() throws IOException {
        SigningKey key = Nights.signing(Nights.ed25519());

        Path one = Nights.sealed(temporary.resolve("one.zip"), 1, Optional.of(key));
        Path other = Nights.sealed(temporary.resolve("other.zip"), 1, Optional.of(key));

        assertThat(one).hasSameBinaryContentAs(other);
    }

    @Test
    void that_nobody_asked_about_is_remarked_on() throws IOException {
        SigningKey key = Nights.signing(Nights.p256());
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1, Optional.of(key));

        Verification verification = Verification.of(archive, Optional.empty());

        assertThat(verification.flaws()).isEmpty();
        assertThat(verification.remarks()).containsExactly("Signed, it says by key " + key.id()
                + ". That was not checked: give the public key with --key.");
    }

    @Test
    void that_is_missing_is_a_flaw_if_there_is_a_key_and_a_remark_if_not() throws IOException {
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1);
        VerificationKey key = Nights.signing(Nights.ed25519()).publicHalf();

        assertThat(Verification.of(archive, Optional.of(key)).flaws()).containsExactly(
                new Flaw(Flaw.Kind.UNSIGNED, "a.zip", "it is not signed, or its signature was removed"));
        assertThat(Verification.of(archive, Optional.empty()).remarks()).singleElement().asString()
                .startsWith("Sealed by hashes only.");
    }

    @Test
    void key_that_others_may_read_is_warned_of() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path file = Files.writeString(temporary.resolve("key.pem"), Nights.pem(Nights.p256()));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SigningKey.read(file).warning()).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(SigningKey.read(file).warning()).hasValue(file
                + ": others than its owner may use this key (rw-r-----). Close it: chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC secp384r1", "EC secp521r1", "RSA", "Ed448"})
    void key_of_another_kind_is_refused_with_advice(String kind) throws IOException {
        String[] words = (kind + " ").split(" ", -1);
        Path file = Files.writeString(temporary.resolve("key.pem"), Nights.pem(Nights.key(words[0], words[1])));

        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessage(file + ": not a key that archives are signed with. " + Scheme.WANTED);
    }

    @Test
    void key_in_another_shape_is_refused_with_advice() throws IOException {
        Path file = temporary.resolve("key.pem");

        Files.writeString(file, Nights.pem(Nights.p256()).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessageContaining("this is an EC PRIVATE KEY, and an unencrypted PKCS#8 PRIVATE KEY is needed. "
                        + "Convert it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        Files.writeString(file, "nothing");
        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessageContaining("there is no key in PEM");
        Files.writeString(file, Nights.pem(Nights.p256()));
        assertThatIOException().isThrownBy(() -> VerificationKey.read(file))
                .withMessageContaining("openssl pkey -pubout -in " + file);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_has_the_public_half_that_openssl_computes(PrivateKey key) throws Exception {
        Path file = Files.writeString(temporary.resolve("key.pem"), Nights.pem(key));

        assertThat(SigningKey.read(file).publicHalf().pem()).isEqualTo(
                output("openssl", "pkey", "-pubout", "-in", file.toString()));
    }

    /** The protocol is on paper; that others read it as we do is seen here. */
    @ParameterizedTest
    @MethodSource("keys")
    void is_verified_by_another_implementation(PrivateKey key) throws Exception {
        String python = "/usr/bin/python3";
        assumeTrue(succeeds(python, "-c", "import securesystemslib"),
                "install python3-securesystemslib to have another implementation verify the envelope");
        SigningKey mine = Nights.signing(key);
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1, Optional.of(mine));
        Path envelope = Files.write(temporary.resolve("envelope.json"), Rezip.bytes(archive, "statement.dsse.json"));
        Path publicKey = Files.writeString(temporary.resolve("public.pem"), mine.publicHalf().pem());
        Path script = temporary.resolve("verify.py");
        Files.copy(SignatureTests.class.getResourceAsStream("verify.py"), script);

        assertThat(output(python, script.toString(), publicKey.toString(), envelope.toString()))
                .isEqualTo("verified by " + mine.id() + "\n");

        String signed = Files.readString(envelope);
        Envelope parsed = Envelope.read(signed.getBytes(UTF_8)).orElseThrow();
        Envelope forged = new Envelope(parsed.payloadType() + "x", parsed.base64(), parsed.signatures());
        Files.write(envelope, forged.json());
        assertThat(succeeds(python, script.toString(), publicKey.toString(), envelope.toString())).isFalse();
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "install " + command[0]);
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
