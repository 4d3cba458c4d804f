package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that would do harm: each is refused before anything of it is unpacked. */
class HostileArchiveTests {
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"../evil.sh", "matrices/../../evil.sh", "/etc/cron.d/evil", "matrices/./x", "matrices//x",
            "C:evil", "..\\evil", "matrices/", "a\u0000b", "matrices/\u202egnp.exe", "näme", "a b", "~/x"})
    void a_name_that_leads_elsewhere(String name) throws IOException {
        Path archive = write(new Rezip.Entry(name, new byte[]{1}));

        assertThat(refusal(archive).kind()).isEqualTo(Flaw.Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrices/abc.yaml", "matrices/ABC.yaml"})
    void two_files_of_one_name(String second) throws IOException {
        Path archive = write(new Rezip.Entry("matrices/abc.yaml", new byte[]{1}),
                new Rezip.Entry("matrices/xyz.yaml", new byte[]{2}));
        byte[] bytes = Files.readAllBytes(archive);
        replace(bytes, "matrices/xyz.yaml", second);
        Files.write(archive, Rezip.sealed(bytes));

        Flaw flaw = refusal(archive);

        assertThat(flaw.kind()).isEqualTo(Flaw.Kind.ADDED);
        assertThat(flaw.what()).startsWith("there are two of this name");
    }

    @Test
    void a_symbolic_link() throws IOException {
        Path archive = write(new Rezip.Entry("matrices/link", "/etc/passwd".getBytes(UTF_8)));
        change(archive, "matrices/link", 38, (0120777 << 16));

        assertThat(refusal(archive)).isEqualTo(new Flaw(Flaw.Kind.REFUSED, "matrices/link",
                "a symbolic link, which would be followed out of the folder"));
    }

    @Test
    void a_file_that_becomes_a_thousand_times_as_large() throws IOException {
        Path archive = write(new Rezip.Entry("evidence.json", new byte[20 << 20]));

        assertThat(refusal(archive).what()).contains("as only a bomb does");
    }

    @Test
    void a_file_that_says_it_is_small_and_is_not() throws IOException {
        Path archive = write(new Rezip.Entry("evidence.json", new byte[4 << 20]));
        byte[] bytes = Files.readAllBytes(archive);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int entry = directory(bytes, "evidence.json");
        int compressed = buffer.getInt(entry + 20);
        buffer.putInt(entry + 24, 1000);
        buffer.putInt(ZipListing.FILE_HEADER + "evidence.json".length() + compressed + 12, 1000);
        Files.write(archive, Rezip.sealed(bytes));

        assertThat(Verification.of(archive, Optional.empty()).flaws()).contains(
                new Flaw(Flaw.Kind.ALTERED, "evidence.json", "it becomes more than the archive says"));
    }

    @Test
    void more_than_four_gigabytes_in_all() throws IOException {
        Path archive = write(new Rezip.Entry("evidence.json", new byte[1000]));
        byte[] bytes = Files.readAllBytes(archive);
        int entry = directory(bytes, "evidence.json");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 24, 0xffff_fffe);
        Files.write(archive, Rezip.sealed(bytes));

        assertThat(refusal(archive).kind()).isEqualTo(Flaw.Kind.REFUSED);
    }

    @Test
    void thousands_of_files() throws IOException {
        List<Rezip.Entry> entries = new ArrayList<>();
        IntStream.range(0, 1_001).forEach(i -> entries.add(new Rezip.Entry("matrices/" + i, new byte[0])));
        Path archive = Rezip.write(temporary.resolve("a.zip"), entries);

        assertThat(refusal(archive).what()).isEqualTo("it holds 1001 files, and at most 1000 are read");
    }

    @Test
    void files_that_share_their_bytes() throws IOException {
        Path archive = write(new Rezip.Entry("matrices/aaa", new byte[]{1}),
                new Rezip.Entry("matrices/aab", new byte[]{1}));
        byte[] bytes = Files.readAllBytes(archive);
        int second = directory(bytes, "matrices/aab");
        bytes[second + ZipListing.DIRECTORY_HEADER + 11] = 'a';
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(second + 42, 0);
        Files.write(archive, Rezip.sealed(bytes));

        assertThat(Verification.of(archive, Optional.empty()).sound()).isFalse();
    }

    @Test
    void a_file_that_is_called_otherwise_in_front_of_its_bytes() throws IOException {
        Path archive = write(new Rezip.Entry("matrices/aaa", new byte[]{1}));
        byte[] bytes = Files.readAllBytes(archive);
        bytes[ZipListing.FILE_HEADER] = 'M';
        Files.write(archive, Rezip.sealed(bytes));

        assertThat(refusal(archive).what()).isEqualTo("its own header is not what the directory says, or not "
                + "what netproof writes");
    }

    @Test
    void offsets_beyond_the_end() throws IOException {
        Path archive = write(new Rezip.Entry("matrices/aaa", new byte[]{1}));
        change(archive, "matrices/aaa", 42, 0x7fff_ffff);

        assertThat(refusal(archive).kind()).isEqualTo(Flaw.Kind.UNREADABLE);
    }

    @Test
    void what_is_no_archive_at_all() throws IOException {
        assertThat(refusal(Files.writeString(temporary.resolve("x"), "PK")).kind()).isEqualTo(Flaw.Kind.UNREADABLE);
        assertThat(refusal(Files.write(temporary.resolve("y"), new byte[5_000])).kind())
                .isEqualTo(Flaw.Kind.UNREADABLE);
    }

    @Test
    void json_that_means_two_things() throws IOException {
        assertThat(Envelope.read("{\"payload\":\"\",\"payload\":\"\",\"signatures\":[]}".getBytes(UTF_8))).isEmpty();
        assertThat(Envelope.read("{} {}".getBytes(UTF_8))).isEmpty();
        assertThat(Envelope.read("[".repeat(100_000).getBytes(UTF_8))).isEmpty();
        assertThat(Statement.read("null".getBytes(UTF_8))).isEmpty();
        assertThat(LedgerEntry.read("[".repeat(100_000))).isEmpty();
        assertThat(LedgerEntry.read("")).isEmpty();
    }

    private Path write(Rezip.Entry... entries) throws IOException {
        return Rezip.write(temporary.resolve("a.zip"), List.of(entries));
    }

    private static Flaw refusal(Path archive) throws IOException {
        FlawedArchiveException[] refusal = new FlawedArchiveException[1];
        assertThatExceptionOfType(FlawedArchiveException.class).isThrownBy(() -> Archive.open(archive))
                .satisfies(e -> refusal[0] = e);
        assertThat(Verification.of(archive, Optional.empty()).flaws()).contains(refusal[0].flaw());
        return refusal[0].flaw();
    }

    private static void change(Path archive, String name, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory(bytes, name) + offset, value);
        Files.write(archive, Rezip.sealed(bytes));
    }

    /** Offset of a file's entry in the directory. */
    private static int directory(byte[] bytes, String name) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = new String(bytes, ISO_8859_1).lastIndexOf(name) - ZipListing.DIRECTORY_HEADER;
        assertThat(buffer.getInt(at)).isEqualTo(DIRECTORY_SIGNATURE);
        return at;
    }

    private static void replace(byte[] bytes, String what, String by) {
        String text = new String(bytes, ISO_8859_1);
        for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
            System.arraycopy(by.getBytes(ISO_8859_1), 0, bytes, at, by.length());
        }
    }
}
