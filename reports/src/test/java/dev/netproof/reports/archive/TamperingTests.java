package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.netproof.evidence.EvidenceJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TamperingTests {
    @TempDir
    private Path temporary;

    private Path original = Path.of("");
    private SigningKey key = Nights.signing(Nights.ed25519());

    @BeforeEach
    void seal() throws IOException {
        original = Nights.sealed(temporary.resolve("evidence.zip"), 1, Optional.of(key));
    }

    @Test
    void what_nobody_touched_is_sound() throws IOException {
        Verification verification = verify(original);

        assertThat(verification.flaws()).isEmpty();
        assertThat(verification.remarks()).containsExactly("Signed by key " + key.id() + ".");
    }

    @Nested
    class A_flipped_bit {

        @Test
        void is_found_wherever_it_is() throws IOException {
            byte[] bytes = Files.readAllBytes(original);
            Path flipped = temporary.resolve("flipped.zip");
            Random random = new Random(5);

            for (int at : positions(bytes.length)) {
                byte[] tampered = bytes.clone();
                tampered[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(flipped, tampered);

                assertThat(Verification.of(flipped, Optional.empty()).flaws()).as("byte %d", at).isNotEmpty();
            }
        }

        @Test
        void is_found_although_the_archive_was_sealed_again_unless_it_changes_nothing() throws IOException {
            byte[] bytes = Files.readAllBytes(original);
            Path flipped = temporary.resolve("flipped.zip");
            Random random = new Random(6);
            List<String> contents = contents(original);

            for (int at : positions(bytes.length - Layout.SEAL_LENGTH)) {
                byte[] tampered = bytes.clone();
                tampered[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(flipped, Rezip.sealed(tampered));

                // Padding between two blocks of compressed data holds nothing.
                if (verify(flipped).sound()) {
                    assertThat(contents(flipped)).as("byte %d", at).isEqualTo(contents);
                }
            }
        }

        @Test
        void of_the_structure_is_found_although_the_archive_was_sealed_again() throws IOException {
            byte[] bytes = Files.readAllBytes(original);
            Path flipped = temporary.resolve("flipped.zip");

            for (int at : structure(bytes.length - Sha256.DIGITS)) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    byte[] tampered = bytes.clone();
                    tampered[at] ^= (byte) (1 << bit);
                    Files.write(flipped, Rezip.sealed(tampered));

                    assertThat(refused(flipped)).as("bit %d of byte %d", bit, at).isTrue();
                }
            }
        }

        private boolean refused(Path archive) throws IOException {
            try (FileChannel channel = FileChannel.open(archive)) {
                ZipListing.of(channel, "flipped");
                return false;
            } catch (FlawedArchiveException e) {
                return true;
            }
        }

        /** All of the structure, and many of the rest. */
        private NavigableSet<Integer> positions(int length) throws IOException {
            NavigableSet<Integer> positions = structure(length);
            new Random(7).ints(300, 0, length).forEach(positions::add);
            return positions;
        }

        private NavigableSet<Integer> structure(int length) throws IOException {
            NavigableSet<Integer> positions = new TreeSet<>();
            try (FileChannel channel = FileChannel.open(original)) {
                long end = 0;
                for (ZipMember member : ZipListing.of(channel, "original")) {
                    IntStream.range((int) member.header(), (int) member.data()).forEach(positions::add);
                    end = member.data() + member.compressed();
                    IntStream.range((int) end, (int) end + ZipListing.DESCRIPTOR).forEach(positions::add);
                }
                IntStream.range((int) end, length).forEach(positions::add);
            }
            return positions;
        }
    }

    @Test
    void a_cut_is_found_wherever_it_is() throws IOException {
        byte[] bytes = Files.readAllBytes(original);
        Path cut = temporary.resolve("cut.zip");

        for (int length = 0; length < bytes.length; length += length < 100 ? 1 : 97) {
            Files.write(cut, Arrays.copyOf(bytes, length));

            assertThat(kinds(verify(cut))).as("%d bytes", length).contains(Flaw.Kind.UNREADABLE);
        }
    }

    @Test
    void what_is_appended_is_found() throws IOException {
        byte[] bytes = Files.readAllBytes(original);

        assertThat(kinds(verify(Files.write(temporary.resolve("b.zip"), Arrays.copyOf(bytes, bytes.length + 1)))))
                .contains(Flaw.Kind.UNREADABLE);
    }

    /** A place for a message that no hash of a file covers; changed alike wherever the format repeats it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"made by, -1, 4", "version needed, 4, 6", "flags, 6, 8", "time, 10, 12", "date, 12, 14",
            "internal attributes, -1, 36", "external attributes, -1, 38"})
    void bytes_that_hold_no_content_are_those_that_netproof_writes(String what, int inFront, int inDirectory)
            throws IOException {
        Path plain = Nights.sealed(temporary.resolve("plain.zip"), 1);
        byte[] bytes = Files.readAllBytes(plain);
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(bytes.length - Layout.SEAL_LENGTH - ZipListing.END + 16);
        zip.put(directory + inDirectory, (byte) (zip.get(directory + inDirectory) ^ 2));
        if (inFront >= 0) {
            zip.put(inFront, (byte) (zip.get(inFront) ^ 2));
        }
        Files.write(plain, Rezip.sealed(bytes));

        assertThat(Verification.of(plain, Optional.empty()).flaws()).as(what).singleElement().satisfies(flaw -> {
            assertThat(flaw.kind()).isIn(Flaw.Kind.ALTERED, Flaw.Kind.REFUSED);
            assertThat(flaw.where()).isEqualTo("evidence.json");
        });
    }

    @Test
    void a_comment_that_says_something_else_is_found() throws IOException {
        byte[] bytes = Files.readAllBytes(original);
        byte[] comment = "approved sha256:".getBytes(UTF_8);
        System.arraycopy(comment, 0, bytes, bytes.length - Layout.SEAL_LENGTH, comment.length);

        assertThat(verify(Files.write(temporary.resolve("c.zip"), Rezip.sealed(bytes))).flaws()).containsExactly(
                new Flaw(Flaw.Kind.ALTERED, "c.zip", "its comment is not the seal that netproof writes"));
    }

    /** By somebody who knows the format and makes hashes and seal fit, but can't sign. */
    @Nested
    class A_file {

        @Test
        void that_was_changed_is_named() throws IOException {
            Verification verification = tamper(entries -> replaced(entries, "matrices/001-payments.yaml", "allow all"));

            assertThat(verification.flaws()).contains(new Flaw(Flaw.Kind.ALTERED, "matrices/001-payments.yaml",
                    "its bytes are not those that were sealed: it was changed or swapped"));
        }

        @Test
        void that_was_swapped_with_that_of_another_night_is_named() throws IOException {
            Path other = Nights.sealed(temporary.resolve("other.zip"), 2, Optional.of(key));
            byte[] evidence = Rezip.bytes(other, "evidence.json");

            Verification verification = tamper(
                    entries -> replaced(entries, "evidence.json", new String(evidence, UTF_8)));

            assertThat(verification.flaws()).anySatisfy(flaw -> {
                assertThat(flaw.kind()).isEqualTo(Flaw.Kind.ALTERED);
                assertThat(flaw.where()).isEqualTo("evidence.json");
            });
        }

        @Test
        void that_was_removed_is_named() throws IOException {
            Verification verification = tamper(entries -> without(entries, "matrices/002-legacy.yaml"));

            assertThat(verification.flaws()).anySatisfy(flaw -> {
                assertThat(flaw.kind()).isEqualTo(Flaw.Kind.MISSING);
                assertThat(flaw.where()).isEqualTo("matrices/002-legacy.yaml");
            });
        }

        @Test
        void that_was_removed_from_the_manifest_too_is_named() throws IOException {
            Verification verification = tamper(entries -> withManifest(without(entries, "matrices/002-legacy.yaml")));

            assertThat(verification.flaws()).containsExactly(new Flaw(Flaw.Kind.MISSING, "matrices/002-legacy.yaml",
                    "the statement is about it, and it is not there"));
        }

        @Test
        void that_was_added_is_named() throws IOException {
            Verification verification = tamper(entries -> added(entries, 3, "matrices/003-more.yaml"));

            assertThat(verification.flaws())
                    .contains(new Flaw(Flaw.Kind.ADDED, "matrices/003-more.yaml",
                            "it is there and was not sealed: somebody added it"));
        }

        @Test
        void that_was_added_to_the_manifest_too_is_named() throws IOException {
            Verification verification = tamper(entries -> withManifest(added(entries, 3, "matrices/003-more.yaml")));

            assertThat(verification.flaws()).contains(
                    new Flaw(Flaw.Kind.ADDED, "matrices/003-more.yaml", "the evidence knows no such matrix"),
                    new Flaw(Flaw.Kind.ADDED, "matrices/003-more.yaml", "the statement is not about it"));
        }

        @Test
        void that_was_moved_is_told() throws IOException {
            Verification verification = tamper(entries -> List.of(entries.get(1), entries.get(0), entries.get(2),
                    entries.get(3), entries.get(4)));

            assertThat(kinds(verification)).containsExactly(Flaw.Kind.REORDERED);
        }

        @Test
        void of_another_night_does_not_fit_although_all_hashes_do() throws IOException {
            Path other = Nights.sealed(temporary.resolve("other.zip"), 2, Optional.of(key));
            byte[] evidence = Rezip.bytes(other, "evidence.json");

            Verification verification = tamper(
                    entries -> withManifest(replaced(entries, "evidence.json", new String(evidence, UTF_8))));

            assertThat(verification.flaws()).contains(new Flaw(Flaw.Kind.ALTERED, "evidence.json",
                    "the statement is about other bytes: it was changed or swapped"));
        }

        @Test
        void that_goes_on_after_the_end_of_the_evidence_is_told_although_all_hashes_fit() throws IOException {
            Path plain = Nights.sealed(temporary.resolve("plain.zip"), 1);
            List<Rezip.Entry> entries = Rezip.entries(plain);
            String evidence = new String(entries.getFirst().bytes(), UTF_8);
            List<Rezip.Entry> two = withManifest(replaced(entries, "evidence.json", evidence + evidence));
            Map<String, String> hashes = SealManifest
                    .read(two.get(two.size() - 2).bytes()).orElseThrow();
            Tally tally = new Tally();
            EvidenceJson.read(new ByteArrayInputStream(entries.getFirst().bytes()), tally);

            Verification verification = Verification.of(Rezip.write(temporary.resolve("two.zip"),
                    replaced(two, "statement.json", new String(Statement.of(hashes, tally), UTF_8))), Optional.empty());

            assertThat(verification.flaws()).first().satisfies(flaw -> {
                assertThat(flaw.kind()).isEqualTo(Flaw.Kind.UNREADABLE);
                assertThat(flaw.toString()).contains("evidence.json: ", "there is more after the end of the evidence");
            });
        }

        @Test
        void of_hashes_in_another_order_is_told() throws IOException {
            List<String> lines = new String(Rezip.bytes(original, "MANIFEST.sha256"), UTF_8).lines().toList();

            Verification verification = tamper(
                    entries -> replaced(entries, "MANIFEST.sha256", String.join("\n", lines.reversed()) + "\n"));

            assertThat(verification.flaws()).containsExactly(
                    new Flaw(Flaw.Kind.REORDERED, "MANIFEST.sha256", "its lines are not in the order of the files"));
        }

        @Test
        void that_lists_the_hashes_is_missed() throws IOException {
            assertThat(kinds(tamper(entries -> without(entries, "MANIFEST.sha256")))).contains(Flaw.Kind.MISSING);
            assertThat(kinds(tamper(entries -> without(entries, "evidence.json")))).contains(Flaw.Kind.MISSING);
        }
    }

    @Nested
    class A_statement {

        @Test
        void that_was_changed_under_its_signature_is_told() throws IOException {
            Verification verification = tamper(entries -> {
                Envelope signed = Envelope.read(entries.getLast().bytes()).orElseThrow();
                String passed = new String(signed.payload(), UTF_8).replace("FAILED", "PASSED");
                Envelope forged = new Envelope(signed.payloadType(),
                        Base64.getEncoder().encodeToString(passed.getBytes(UTF_8)), signed.signatures());
                return replaced(entries, "statement.dsse.json", new String(forged.json(), UTF_8));
            });

            assertThat(verification.flaws()).contains(
                    new Flaw(Flaw.Kind.WRONG_KEY, "statement.dsse.json", "the signature is not that of key " + key.id()
                            + ": the statement or the signature was changed"),
                    new Flaw(Flaw.Kind.CONTRADICTED, "statement.dsse.json",
                            "it says PASSED, and the evidence FAILED"));
        }

        @Test
        void of_which_the_signature_was_removed_is_told() throws IOException {
            Verification verification = tamper(entries -> {
                Envelope signed = Envelope.read(entries.getLast().bytes()).orElseThrow();
                List<Rezip.Entry> plain = without(entries, "statement.dsse.json");
                plain.add(new Rezip.Entry("statement.json", signed.payload()));
                return plain;
            });

            assertThat(kinds(verification)).containsExactly(Flaw.Kind.UNSIGNED);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"", "{\"keyid\":\"\",\"sig\":\"\"}", "{\"keyid\":\"KEY\",\"sig\":\"\"}"})
        void in_an_envelope_without_a_signature_is_not_signed(String signature) throws IOException {
            Path bare = Rezip.write(temporary.resolve("bare.zip"), replaced(Rezip.entries(original),
                    "statement.dsse.json",
                    new String(Rezip.bytes(original, "statement.dsse.json"), UTF_8).replaceFirst(
                            "\"signatures\":\\[.*]", "\"signatures\":[" + signature.replace("KEY", key.id()) + "]")));

            Verification unasked = Verification.of(bare, Optional.empty());

            assertThat(verify(bare).flaws()).containsExactly(new Flaw(Flaw.Kind.UNSIGNED, "statement.dsse.json",
                    "it is not signed: there is no signature in it, or it was removed"));
            assertThat(unasked.flaws()).isEmpty();
            assertThat(unasked.remarks()).singleElement().asString().startsWith("Not signed.");
        }

        @ParameterizedTest(name = "{0} becomes {1}")
        @CsvSource(delimiter = '~', textBlock = """
                                                ^\\{          ~ {"note":"read me",
                                                "keyid":      ~ "note":"me too","keyid":
                                                $             ~ { }
                                                """)
        void in_an_envelope_with_more_than_is_signed_is_told(String what, String more) throws IOException {
            Verification verification = tamper(entries -> replaced(entries, "statement.dsse.json",
                    new String(entries.getLast().bytes(), UTF_8).replaceFirst(what, more)));

            assertThat(kinds(verification)).containsExactly(Flaw.Kind.UNREADABLE);
        }

        @Test
        void that_was_removed_is_told() throws IOException {
            assertThat(kinds(tamper(entries -> without(entries, "statement.dsse.json"))))
                    .contains(Flaw.Kind.UNSIGNED, Flaw.Kind.MISSING);
        }
    }

    private Verification tamper(UnaryOperator<List<Rezip.Entry>> how) throws IOException {
        return verify(Rezip.write(temporary.resolve("tampered.zip"), how.apply(Rezip.entries(original))));
    }

    private Verification verify(Path archive) throws IOException {
        return Verification.of(archive, Optional.of(key.publicHalf()));
    }

    private static List<Flaw.Kind> kinds(Verification verification) {
        return verification.flaws().stream().map(Flaw::kind).distinct().toList();
    }

    private static List<String> contents(Path archive) throws IOException {
        return Rezip.entries(archive).stream().map(entry -> entry.name() + Sha256.of(entry.bytes())).toList();
    }

    private static List<Rezip.Entry> replaced(List<Rezip.Entry> entries, String name, String text) {
        return entries.stream()
                .map(entry -> entry.name().equals(name) ? new Rezip.Entry(name, text.getBytes(UTF_8)) : entry)
                .toList();
    }

    private static List<Rezip.Entry> without(List<Rezip.Entry> entries, String name) {
        List<Rezip.Entry> rest = new ArrayList<>(entries);
        rest.removeIf(entry -> entry.name().equals(name));
        return rest;
    }

    private static List<Rezip.Entry> added(List<Rezip.Entry> entries, int at, String name) {
        List<Rezip.Entry> more = new ArrayList<>(entries);
        more.add(at, new Rezip.Entry(name, "more".getBytes(UTF_8)));
        return more;
    }

    /** With a manifest that fits. */
    private static List<Rezip.Entry> withManifest(List<Rezip.Entry> entries) {
        Map<String, String> hashes = new LinkedHashMap<>();
        entries.stream().filter(entry -> entry.name().equals("evidence.json") || entry.name().startsWith("matrices/"))
                .forEach(entry -> hashes.put(entry.name(), Sha256.of(entry.bytes())));
        return replaced(entries, "MANIFEST.sha256", new String(SealManifest.of(hashes), UTF_8));
    }
}
