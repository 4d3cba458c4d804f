package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTests {
    private static final LedgerDemand NOTHING_MORE = new LedgerDemand(Optional.empty(), Optional.empty(), Instant.MAX,
            Optional.empty());

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void chainFiveNights() throws IOException {
        folder = temporary.resolve("ledger");
        for (int night = 1; night <= 5; night++) {
            append(night);
        }
    }

    @Test
    void that_nobody_touched_is_sound_and_shows_its_newest_link() throws IOException {
        Verification verification = verify(NOTHING_MORE);

        assertThat(verification.flaws()).isEmpty();
        assertThat(verification.remarks()).contains("5 entries, 5 of 5 archives kept.",
                "The newest link is " + Ledger.in(folder).head() + ".");
    }

    @Test
    void has_lines_in_which_each_names_the_hash_of_the_one_before() throws IOException {
        List<String> lines = lines();

        assertThat(lines).hasSize(5);
        String first = lines.getFirst();
        String body = first.replaceAll(",\"link\":\"[0-9a-f]{64}\"}$", "}");
        assertThat(first).contains("\"entry\":1,\"previous\":\"" + Sha256.ZEROS + "\"").contains("\"run\":\"r-1\"");
        assertThat(lines.get(1)).contains("\"previous\":\""
                + Sha256.of(body.getBytes(UTF_8)) + "\"");
    }

    @Nested
    class A_night {

        @Test
        void that_was_removed_is_named() throws IOException {
            Files.delete(archive(3));

            assertThat(verify(NOTHING_MORE).flaws()).containsExactly(new Flaw(Flaw.Kind.MISSING, "000003-r-3.zip",
                    "the archive of entry 3, run r-3, is not there, and no entry lets go of it"));
        }

        @Test
        void that_was_removed_with_its_entry_is_named() throws IOException {
            Files.delete(archive(3));
            List<String> lines = lines();
            lines.remove(2);
            write(lines);

            assertThat(verify(NOTHING_MORE).flaws()).containsExactly(new Flaw(Flaw.Kind.MISSING, "ledger.jsonl:3",
                    "entry 4 follows entry 2: what was between them was removed or stands elsewhere"));
        }

        @Test
        void that_was_removed_with_its_entry_and_the_numbers_made_to_fit_is_named() throws IOException {
            List<String> lines = lines();
            LedgerEntry.Sealed fourth = (LedgerEntry.Sealed) LedgerEntry.read(lines.get(3)).orElseThrow();
            lines.set(2, new LedgerEntry.Sealed(3, fourth.previous(), fourth.at(), fourth.file(), fourth.sha256(),
                    fourth.run()).line());
            lines.remove(3);
            write(lines);

            assertThat(kinds(verify(NOTHING_MORE))).contains(Flaw.Kind.BROKEN_CHAIN, Flaw.Kind.ADDED);
        }

        @Test
        void that_was_put_elsewhere_is_named() throws IOException {
            List<String> lines = lines();
            Collections.swap(lines, 1, 2);
            write(lines);

            assertThat(kinds(verify(NOTHING_MORE))).contains(Flaw.Kind.MISSING, Flaw.Kind.REORDERED);
        }

        @Test
        void that_was_swapped_is_named() throws IOException {
            byte[] second = Files.readAllBytes(archive(2));
            Files.write(archive(2), Files.readAllBytes(archive(3)));
            Files.write(archive(3), second);

            assertThat(verify(NOTHING_MORE).flaws()).extracting(Flaw::kind, Flaw::where).containsExactly(
                    tuple(Flaw.Kind.ALTERED, "000002-r-2.zip"),
                    tuple(Flaw.Kind.ALTERED, "000003-r-3.zip"));
        }

        @Test
        void that_was_put_in_is_named() throws IOException {
            Nights.sealed(folder.resolve("000006-r-6.zip"), 6);

            assertThat(kinds(verify(NOTHING_MORE))).containsExactly(Flaw.Kind.ADDED);
        }

        @Test
        void that_is_missing_shows_by_the_cadence() throws IOException {
            append(8);
            LedgerDemand daily = new LedgerDemand(Optional.empty(), Optional.of(Duration.ofHours(24)), Nights.end(9),
                    Optional.empty());

            assertThat(verify(daily).flaws()).containsExactly(new Flaw(Flaw.Kind.GAP, "ledger.jsonl",
                    "no archive between " + Nights.end(5) + " and " + Nights.end(8) + ": 2 are missing"));
        }

        @Test
        void that_should_have_been_last_is_missed_by_the_cadence() throws IOException {
            LedgerDemand until = new LedgerDemand(Optional.empty(), Optional.of(Duration.ofHours(24)), Nights.end(7),
                    Optional.empty());

            assertThat(kinds(verify(until))).containsExactly(Flaw.Kind.GAP);
        }
    }

    @Nested
    class The_last_nights {

        @Test
        void that_were_removed_show_only_by_a_link_that_was_kept_elsewhere() throws IOException {
            String anchored = Ledger.in(folder).head().hash();
            Files.delete(archive(5));
            write(lines().subList(0, 4));

            assertThat(verify(NOTHING_MORE).flaws()).isEmpty();
            assertThat(kinds(verify(head(anchored)))).containsExactly(Flaw.Kind.WRONG_HEAD);
        }

        @Test
        void may_be_newer_than_the_link() throws IOException {
            String anchored = Ledger.in(folder).head().hash();
            append(6);

            Verification verification = verify(head(anchored));

            assertThat(verification.flaws()).isEmpty();
            assertThat(verification.remarks()).contains("The expected link is entry 5, and 1 came after it.");
        }
    }

    @Test
    void shows_a_flipped_bit_wherever_it_is() throws IOException {
        Path file = folder.resolve(LedgerChain.FILE);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int at = 0; at < bytes.length; at++) {
            byte[] tampered = bytes.clone();
            tampered[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, tampered);

            assertThat(LedgerChain.read(folder).flaws()).as("byte %d", at).isNotEmpty();
        }
    }

    @Nested
    class Letting_go {

        @Test
        void by_count_keeps_the_newest_and_the_chain() throws IOException {
            List<String> gone = Ledger.in(folder)
                    .retire(new Retention(Optional.empty(), Optional.of(2)), Nights.end(6), Optional.empty()).gone();

            assertThat(gone).containsExactly("000001-r-1.zip", "000002-r-2.zip", "000003-r-3.zip");
            assertThat(archive(3)).doesNotExist();
            assertThat(archive(4)).exists();
            assertThat(verify(NOTHING_MORE).flaws()).isEmpty();
            append(7);
            assertThat(verify(NOTHING_MORE).flaws()).isEmpty();
            assertThat(verify(NOTHING_MORE).remarks()).contains("7 entries, 3 of 6 archives kept.");
        }

        @Test
        void by_age_keeps_the_newest_however_old_it_is() throws IOException {
            List<String> gone = Ledger.in(folder).retire(new Retention(Optional.of(Duration.ofDays(10)),
                    Optional.empty()), Nights.end(400), Optional.empty()).gone();

            assertThat(gone).hasSize(4);
            assertThat(archive(5)).exists();
            assertThat(verify(NOTHING_MORE).flaws()).isEmpty();
        }

        @Test
        void of_nothing_leaves_no_entry() throws IOException {
            assertThat(Ledger.in(folder).retire(Retention.EVERYTHING, Nights.end(400), Optional.empty()).gone())
                    .isEmpty();
            assertThat(lines()).hasSize(5);
        }
    }

    @Nested
    class Nothing_is_appended {

        @Test
        void twice() {
            assertThatIOException().isThrownBy(() -> Ledger.in(folder).append(archive(5)))
                    .withMessageContaining("it is in the ledger already, as entry 5");
        }

        @Test
        void out_of_order() throws IOException {
            Path early = Nights.sealed(temporary.resolve("early.zip"), 0);

            assertThatIOException().isThrownBy(() -> Ledger.in(folder).append(early))
                    .withMessageContaining("Nights are chained in their order.");
        }

        @Test
        void that_is_flawed() throws IOException {
            Path flawed = Nights.sealed(temporary.resolve("flawed.zip"), 7);
            Files.write(flawed, new byte[]{0}, StandardOpenOption.APPEND);

            assertThatIOException().isThrownBy(() -> Ledger.in(folder).append(flawed))
                    .withMessageContaining("a flawed archive does not go into the ledger");
        }

        @Test
        void to_a_broken_chain() throws IOException {
            List<String> lines = lines();
            lines.remove(1);
            write(lines);

            assertThatIOException().isThrownBy(() -> append(7))
                    .withMessageContaining("nothing is added to a broken chain");
        }
    }

    @Test
    void of_which_one_night_was_not_signed_by_the_key_says_so() throws IOException {
        SigningKey key = Nights.signing(Nights.ed25519());
        Path other = temporary.resolve("signed");
        Ledger.in(other).append(Nights.sealed(temporary.resolve("one.zip"), 1, Optional.of(key)));
        Ledger.in(other).append(Nights.sealed(temporary.resolve("two.zip"), 2));
        LedgerDemand signed = new LedgerDemand(Optional.empty(), Optional.empty(), Instant.MAX,
                Optional.of(key.publicHalf()));

        assertThat(Ledger.in(other).verify(signed).flaws()).containsExactly(new Flaw(Flaw.Kind.UNSIGNED,
                "000002-r-2.zip", "it is not signed, or its signature was removed"));
    }

    @Test
    void that_is_not_there_is_told() throws IOException {
        assertThat(kinds(Ledger.in(temporary.resolve("nowhere")).verify(NOTHING_MORE)))
                .containsExactly(Flaw.Kind.MISSING);
    }

    @Test
    void of_which_an_archive_is_not_part_says_so() throws IOException {
        assertThat(Ledger.in(folder).missing(archive(2))).isEmpty();
        assertThat(Ledger.in(folder).missing(Nights.sealed(temporary.resolve("x.zip"), 9))).isPresent();
    }

    private void append(int night) throws IOException {
        Path sealed = Nights.sealed(temporary.resolve("night-" + night + ".zip"), night);
        Link link = Ledger.in(folder).append(sealed);
        assertThat(link).isEqualTo(Ledger.in(folder).head());
    }

    private Path archive(int night) {
        return folder.resolve("%06d-r-%d.zip".formatted(night, night));
    }

    private Verification verify(LedgerDemand demand) throws IOException {
        return Ledger.in(folder).verify(demand);
    }

    private static LedgerDemand head(String hash) {
        return new LedgerDemand(Optional.of(hash), Optional.empty(), Instant.MAX, Optional.empty());
    }

    private static List<Flaw.Kind> kinds(Verification verification) {
        return verification.flaws().stream().map(Flaw::kind).distinct().toList();
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(folder.resolve(LedgerChain.FILE)));
    }

    private void write(List<String> lines) throws IOException {
        Files.write(folder.resolve(LedgerChain.FILE), lines);
    }
}
