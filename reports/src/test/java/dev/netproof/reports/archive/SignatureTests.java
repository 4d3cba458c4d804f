package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
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

    static Stream<KeyPair> keys() {
        return Stream.of(Nights.p256(), Nights.ed25519());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void is_verified_by_the_public_half_of_its_key_and_by_no_other(KeyPair key) throws IOException {
        SigningKey mine = Nights.signing(key);
        SigningKey other = Nights
                .signing(key.getPrivate().getAlgorithm().equals("EC") ? Nights.p256() : Nights.ed25519());
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
                .startsWith("Not signed. Sealed by hashes only.");
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

        Files.writeString(file, Nights.pem(Nights.p256()).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessageContaining("this is an ENCRYPTED PRIVATE KEY, and an unencrypted PRIVATE KEY is needed. "
                        + "Convert it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        Files.writeString(file, "nothing");
        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessageContaining("there is no key in PEM");
        Files.writeString(file, Nights.block("PRIVATE KEY", Nights.p256().getPrivate()));
        assertThatIOException().isThrownBy(() -> VerificationKey.read(file))
                .withMessageContaining("openssl pkey -pubout -in " + file);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_has_the_public_half_that_openssl_computes(KeyPair key) throws Exception {
        Path file = Files.writeString(temporary.resolve("key.pem"), Nights.pem(key));

        assertThat(SigningKey.read(file).publicHalf().pem()).isEqualTo(
                output("openssl", "pkey", "-pubout", "-in", file.toString()));
    }

    /** What a user types who does not read further than the first line of a manual. */
    @ParameterizedTest
    @ValueSource(strings = {
            "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
            "openssl ecparam -name prime256v1 -genkey -out key.pem",
            "openssl ecparam -name prime256v1 -genkey -noout -out key.pem",
            "openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out key.pem",
            "openssl genpkey -algorithm ed25519 -out key.pem"})
    void key_that_openssl_makes_is_read_with_its_public_half(String command) throws Exception {
        shell(command);

        SigningKey key = SigningKey.read(temporary.resolve("key.pem"));

        assertThat(key.publicHalf().pem()).isEqualTo(shell("openssl pkey -in key.pem -pubout"));
        Path archive = Nights.sealed(temporary.resolve("a.zip"), 1, Optional.of(key));
        shell("openssl pkey -in key.pem -pubout -out public.pem");
        VerificationKey read = VerificationKey.read(temporary.resolve("public.pem"));
        assertThat(Verification.of(archive, Optional.of(read)).flaws()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl ec -no_public", "openssl ec -no_public | openssl pkcs8 -topk8 -nocrypt"})
    void key_without_its_public_half_says_how_to_add_it(String without) throws Exception {
        shell("openssl ecparam -name prime256v1 -genkey -noout 2>/dev/null | " + without + " > key.pem 2>/dev/null");
        Path file = temporary.resolve("key.pem");
        String advice = "openssl pkey -in " + file + " -pubout >> " + file;

        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessage(file + ": the public key that belongs "
                        + "to it is not in it, and is not computed from the secret. Put it there: " + advice);

        shell(advice);
        assertThat(SigningKey.read(file).publicHalf().pem()).isEqualTo(shell("openssl pkey -in key.pem -pubout"));
        assertThat(VerificationKey.read(file).id()).isEqualTo(SigningKey.read(file).id());
    }

    @Test
    void key_with_a_compressed_public_half_says_how_to_write_it_out() throws Exception {
        shell("openssl ecparam -name prime256v1 -genkey -noout | openssl ec -conv_form compressed -out key.pem");
        Path file = temporary.resolve("key.pem");

        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessage(file + ": the public key in it can't be "
                        + "read. If it is compressed, write it out: openssl ec -in " + file
                        + " -conv_form uncompressed -out NEW-FILE");

        shell("openssl ec -in key.pem -conv_form uncompressed -out new.pem");
        assertThat(SigningKey.read(temporary.resolve("new.pem")).id()).hasSize(Sha256.DIGITS);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_with_the_public_half_of_another_is_refused(KeyPair key) throws IOException {
        KeyPair other = key.getPrivate().getAlgorithm().equals("EC") ? Nights.p256() : Nights.ed25519();
        Path file = Files.writeString(temporary.resolve("key.pem"),
                Nights.block("PRIVATE KEY", key.getPrivate()) + Nights.block("PUBLIC KEY", other.getPublic()));

        assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                .withMessageStartingWith(file + ": the public key in it does not belong to the private key in it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MA==", "MIA=", "MIMBAAAA", "BQA=", "MAMCAQA=", "MH8=", "AAAA"})
    void key_that_is_no_der_is_refused_with_advice(String base64) throws IOException {
        for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY")) {
            Path file = Files.writeString(temporary.resolve("key.pem"),
                    "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");

            assertThatIOException().isThrownBy(() -> SigningKey.read(file))
                    .withMessage(file + ": not a key that archives are signed with. " + Scheme.WANTED);
        }
    }

    /** The protocol is on paper; that others read it as we do is seen here. */
    @ParameterizedTest
    @MethodSource("keys")
    void is_verified_by_another_implementation(KeyPair key) throws Exception {
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

    private String shell(String commands) throws Exception {
        return output("sh", "-euc", "cd '" + temporary + "'; " + commands);
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
