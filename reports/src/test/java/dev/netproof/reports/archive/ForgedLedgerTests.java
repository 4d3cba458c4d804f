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
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.reports.archive.LedgerEntry.Retired;
import dev.netproof.reports.archive.LedgerEntry.Sealed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By somebody who can write all of a ledger and make its chain fit, but can't sign. */
class ForgedLedgerTests {
    private static final Optional<Duration> DAILY = Optional.of(Duration.ofHours(24));
    private static final Retention TWO = new Retention(Optional.empty(), Optional.of(2));

    @TempDir
    private Path temporary;

    private final SigningKey key = Nights.signing(Nights.ed25519());
    private final SigningKey other = Nights.signing(Nights.p256());
    private Path folder = Path.of("");

    @BeforeEach
    void begin() {
        folder = temporary.resolve("ledger");
    }

    @Nested
    class One_signed_night {

        @Test
        void copied_under_five_dates_is_one_night() throws IOException {
            Path signed = Nights.sealed(temporary.resolve("one.zip"), 1, Optional.of(key));
            for (int night = 1; night <= 5; night++) {
                forge(night, "r-" + night, Nights.end(night), Files.readAllBytes(signed));
            }

            Verification verification = verify(DAILY, Nights.end(5), Optional.empty());

            assertThat(verification.flaws())
                    .contains(
                            new Flaw(Flaw.Kind.REPEATED, "ledger.jsonl:2",
                                    "entry 2 is about the very archive of entry 1: one night stands there for two"),
                            new Flaw(Flaw.Kind.CONTRADICTED, "entry 5",
                                    "it says run r-5, and the evidence in its archive r-1: the entry was invented, or the "
                                            + "archive is that of another night"),
                            new Flaw(Flaw.Kind.CONTRADICTED, "entry 5", "it says " + Nights.end(5)
                                    + ", and the evidence in its archive " + Nights.end(1)
                                    + ": the entry was invented, or the archive is that of another night"))
                    .contains(new Flaw(Flaw.Kind.GAP, "ledger.jsonl", "no archive between " + Nights.end(1) + " and "
                            + Nights.end(5) + ": 3 are missing"));
        }

        @Test
        void in_other_bytes_each_time_is_one_night_too() throws IOException {
            Path signed = Nights.sealed(temporary.resolve("one.zip"), 1, Optional.of(key));
            forge(1, "r-1", Nights.end(1), Files.readAllBytes(signed));
            List<Rezip.Entry> entries = new ArrayList<>(Rezip.entries(signed));
            entries.removeIf(entry -> entry.name().equals("matrices/002-legacy.yaml"));
            forge(2, "r-1", Nights.end(1), Files.readAllBytes(Rezip.write(temporary.resolve("again.zip"), entries)));

            assertThat(verify(DAILY, Nights.end(2), Optional.empty()).flaws()).contains(new Flaw(Flaw.Kind.REPEATED,
                    "ledger.jsonl:2", "entry 2 is about run r-1, and so is entry 1: a run is chained once"));
        }

        @Test
        void under_another_date_closes_no_gap_without_a_key_either() throws IOException {
            forge(1, "r-1", Nights.end(1),
                    Files.readAllBytes(Nights.sealed(temporary.resolve("one.zip"), 1)));
            forge(2, "r-2", Nights.end(4), Files.readAllBytes(Nights.sealed(temporary.resolve("two.zip"), 2)));

            Verification verification = Ledger.in(folder)
                    .verify(new LedgerDemand(Optional.empty(), DAILY, Nights.end(4), Optional.empty()));

            assertThat(verification.flaws()).extracting(Flaw::kind, Flaw::where).containsExactly(
                    tuple(Flaw.Kind.CONTRADICTED, "entry 2"), tuple(Flaw.Kind.GAP, "ledger.jsonl"));
        }

        @Test
        void under_the_name_of_another_is_told() throws IOException {
            byte[] bytes = Files.readAllBytes(Nights.sealed(temporary.resolve("one.zip"), 1, Optional.of(key)));
            Files.createDirectories(folder);
            Files.write(folder.resolve("000001-r-9.zip"), bytes);
            add(new Sealed(1, Sha256.ZEROS, Nights.end(1), "000001-r-9.zip", Sha256.of(bytes), "r-1"));

            assertThat(verify(Optional.empty(), Instant.MAX, Optional.empty()).flaws()).contains(new Flaw(
                    Flaw.Kind.CONTRADICTED, "ledger.jsonl:1",
                    "the archive of entry 1 is called 000001-r-1.zip, and it names 000001-r-9.zip"));
        }

        @Test
        void that_another_key_signed_is_no_night() throws IOException {
            nights(2);
            Ledger.in(folder).append(Nights.sealedAfter(head(), temporary.resolve("n.zip"), 3, Optional.of(other)));

            assertThat(kinds(verify(DAILY, Nights.end(3).plus(Duration.ofHours(20)), Optional.empty())))
                    .containsExactly(Flaw.Kind.WRONG_KEY, Flaw.Kind.GAP);
        }
    }

    @Nested
    class A_deleted_night {

        @Test
        void is_not_hidden_by_a_line_that_anyone_may_append() throws IOException {
            nights(5);
            String anchored = head();
            Files.delete(folder.resolve("000003-r-3.zip"));
            add(Retired.unsigned(6, anchored, Nights.end(6), List.of("000003-r-3.zip")));

            Verification verification = verify(DAILY, Nights.end(5), Optional.of(anchored));

            assertThat(verification.flaws()).containsExactly(
                    new Flaw(Flaw.Kind.UNSIGNED, "entry 6",
                            "it lets go of 000003-r-3.zip and is not signed, so anyone who can write to the ledger may have "
                                    + "written it and deleted them. Runs with --key sign it; without --key, verify takes "
                                    + "its word"),
                    new Flaw(Flaw.Kind.GAP, "ledger.jsonl", "no archive between " + Nights.end(2) + " and "
                            + Nights.end(4) + ": 1 is missing"));
            assertThat(Ledger.in(folder).verify(nothingMore()).flaws()).as("without a key").isEmpty();
        }

        @Test
        void is_not_hidden_by_a_line_that_another_key_signed() throws IOException {
            nights(3);
            Files.delete(folder.resolve("000001-r-1.zip"));
            add(Retired.unsigned(4, head(), Nights.end(4), List.of("000001-r-1.zip")).signedBy(other));

            assertThat(kinds(verify(Optional.empty(), Instant.MAX, Optional.empty())))
                    .containsExactly(Flaw.Kind.WRONG_KEY);
        }

        @Test
        void is_not_hidden_by_a_signed_line_from_elsewhere() throws IOException {
            nights(5);
            Ledger.in(folder).retire(TWO, Nights.end(6), Optional.of(key));
            Retired signed = LedgerChain.read(folder).retiring().getFirst();
            folder = temporary.resolve("second");
            nights(5);
            Files.delete(folder.resolve("000002-r-2.zip"));
            Retired here = new Retired(6, head(), Nights.end(6), List.of("000002-r-2.zip"),
                    Objects.requireNonNull(signed.signature()));
            add(here);

            assertThat(kinds(verify(Optional.empty(), Instant.MAX, Optional.empty())))
                    .containsExactly(Flaw.Kind.WRONG_KEY);
        }

        @Test
        void is_not_hidden_by_a_line_that_comes_before_it_or_is_about_the_newest() throws IOException {
            nights(2);
            Files.delete(folder.resolve("000002-r-2.zip"));
            add(Retired.unsigned(3, head(), Nights.end(2), List.of("000002-r-2.zip", "000004-r-4.zip")));

            assertThat(Ledger.in(folder).verify(nothingMore()).flaws()).containsExactly(
                    new Flaw(Flaw.Kind.CONTRADICTED, "ledger.jsonl:3",
                            "entry 3 lets go of 000002-r-2.zip, the newest archive then, which always stays"),
                    new Flaw(Flaw.Kind.CONTRADICTED, "ledger.jsonl:3",
                            "entry 3 lets go of 000004-r-4.zip, and no entry before it is about that"));
        }

        @Test
        void shows_by_the_evidence_of_later_nights_although_all_of_the_chain_was_written_anew() throws IOException {
            nights(5);
            List<Sealed> sealed = new ArrayList<>(LedgerChain.read(folder).sealed());
            sealed.remove(2);
            Path anew = temporary.resolve("anew");
            Path old = folder;
            folder = anew;
            for (int i = 0; i < sealed.size(); i++) {
                Sealed entry = sealed.get(i);
                forge(i + 1, entry.run(), entry.at(), Files.readAllBytes(old.resolve(entry.file())));
            }

            assertThat(verify(Optional.empty(), Instant.MAX, Optional.empty()).flaws())
                    .extracting(Flaw::kind, Flaw::where)
                    .containsExactly(tuple(Flaw.Kind.BROKEN_CHAIN, "entry 3"),
                            tuple(Flaw.Kind.BROKEN_CHAIN, "entry 4"));
        }
    }

    @Nested
    class A_run_with_a_key {

        @Test
        void signs_what_it_lets_go_of_and_all_is_sound_with_the_key_and_without() throws IOException {
            nights(5);

            Retirement retirement = Ledger.in(folder).retire(TWO, Nights.end(5), Optional.of(key));
            append(6);

            assertThat(retirement.gone()).hasSize(3);
            assertThat(retirement.staying()).isEmpty();
            assertThat(verify(DAILY, Nights.end(6), Optional.empty()).flaws()).isEmpty();
            assertThat(Ledger.in(folder).verify(nothingMore()).flaws()).isEmpty();
            assertThat(Files.readString(folder.resolve(LedgerChain.FILE))).contains("\"keyid\":\"" + key.id() + "\"");
        }

        @Test
        void vouches_for_no_night_that_somebody_deleted_or_made_up() throws IOException {
            nights(1);
            Ledger.in(folder)
                    .append(Nights.sealedAfter(head(), temporary.resolve("forged.zip"), 2, Optional.of(other)));
            append(3);
            append(4);
            append(5);
            Files.delete(folder.resolve("000003-r-3.zip"));

            Retirement retirement = Ledger.in(folder).retire(new Retention(Optional.empty(), Optional.of(1)),
                    Nights.end(6), Optional.of(key));

            assertThat(retirement.gone()).containsExactly("000001-r-1.zip", "000004-r-4.zip");
            assertThat(retirement.staying()).extracting(Flaw::kind).containsExactly(Flaw.Kind.WRONG_KEY,
                    Flaw.Kind.MISSING);
            assertThat(folder.resolve("000002-r-2.zip")).exists();
            assertThat(kinds(verify(Optional.empty(), Instant.MAX, Optional.empty())))
                    .containsExactly(Flaw.Kind.WRONG_KEY, Flaw.Kind.MISSING);
        }

        @Test
        void shows_a_flipped_bit_of_its_line_wherever_it_is() throws IOException {
            nights(3);
            Ledger.in(folder).retire(TWO, Nights.end(3), Optional.of(key));
            Path file = folder.resolve(LedgerChain.FILE);
            byte[] bytes = Files.readAllBytes(file);
            int last = new String(bytes, UTF_8).stripTrailing().lastIndexOf('\n') + 1;

            for (int at = last; at < bytes.length; at++) {
                byte[] tampered = bytes.clone();
                tampered[at] ^= 1;
                Files.write(file, tampered);

                assertThat(LedgerChain.read(folder).flaws()).as("byte %d", at).isNotEmpty();
            }
        }
    }

    @Nested
    class Nothing_is_appended {

        @Test
        void of_a_run_that_is_there() throws IOException {
            nights(1);
            Path again = Nights.sealed(temporary.resolve("again.zip"), 1, Optional.of(other));

            assertThatIOException().isThrownBy(() -> Ledger.in(folder).append(again))
                    .withMessage(again + ": its run, r-1, is in the ledger already, as entry 1");
        }

        @Test
        void of_another_ledger() throws IOException {
            nights(1);
            Path strange = Nights.sealedAfter("ab".repeat(32), temporary.resolve("s.zip"), 2, Optional.of(key));

            assertThatIOException().isThrownBy(() -> Ledger.in(folder).append(strange))
                    .withMessageContaining(
                            "its run was judged after another ledger, which ended in " + "ab".repeat(32));
        }

        @Test
        void through_a_link() throws IOException {
            Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "");
            Files.createDirectories(folder);
            Path link = Files.createSymbolicLink(folder.resolve(LedgerChain.FILE), elsewhere);

            assertThatIOException().isThrownBy(() -> append(1))
                    .withMessageStartingWith(link + ": is a symbolic link, and what it leads to is not written to.");
            assertThat(elsewhere).isEmptyFile();
        }
    }

    private void nights(int count) throws IOException {
        for (int night = 1; night <= count; night++) {
            append(night);
        }
    }

    /** As a run does it: judged after what the ledger ended in, and signed. */
    private void append(int night) throws IOException {
        Path file = temporary.resolve("night.zip");
        Files.deleteIfExists(file);
        Ledger ledger = Ledger.in(folder);
        ledger.append(ledger.head().entry() == 0
                ? Nights.sealed(file, night, Optional.of(key))
                : Nights.sealedAfter(head(), file, night, Optional.of(key)));
    }

    private String head() throws IOException {
        return Ledger.in(folder).head().hash();
    }

    private void forge(int number, String run, Instant at, byte[] archive) throws IOException {
        String file = "%06d-%s.zip".formatted(number, run);
        Files.createDirectories(folder);
        Files.write(folder.resolve(file), archive);
        add(new Sealed(number, head(), at, file, Sha256.of(archive), run));
    }

    private void add(LedgerEntry entry) throws IOException {
        Files.writeString(folder.resolve(LedgerChain.FILE), entry.line() + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private Verification verify(Optional<Duration> every, Instant until, Optional<String> head) throws IOException {
        return Ledger.in(folder).verify(new LedgerDemand(head, every, until, Optional.of(key.publicHalf())));
    }

    private static LedgerDemand nothingMore() {
        return new LedgerDemand(Optional.empty(), Optional.empty(), Instant.MAX, Optional.empty());
    }

    private static List<Flaw.Kind> kinds(Verification verification) {
        return verification.flaws().stream().map(Flaw::kind).distinct().toList();
    }
}
