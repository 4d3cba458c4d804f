package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What somebody can do who has an archive, an editor and time: all but sign. */
final class Rezip {

    /** A file in an archive. */
    static final class Entry {
        private final String name;
        private final byte[] bytes;

        Entry(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private Rezip() {}

    static List<Entry> entries(Path archive) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.add(new Entry(entry.getName(), zip.readAllBytes()));
            }
        }
        return entries;
    }

    static byte[] bytes(Path archive, String name) throws IOException {
        return entries(archive).stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow().bytes();
    }

    /** An archive of the very shape that netproof writes, and with a seal that fits. */
    static Path write(Path file, List<Entry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment(Layout.SEAL + Sha256.ZEROS);
            zip.setLevel(6);
            for (Entry entry : entries) {
                ZipEntry header = new ZipEntry(entry.name());
                header.setTimeLocal(LocalDateTime.of(2020, 1, 1, 0, 0));
                zip.putNextEntry(header);
                zip.write(entry.bytes());
                zip.closeEntry();
            }
        }
        return Files.write(file, sealed(out.toByteArray()));
    }

    /** The same bytes with a seal that fits them. */
    static byte[] sealed(byte[] archive) {
        byte[] sealed = archive.clone();
        int covered = sealed.length - Sha256.DIGITS;
        byte[] hash = Sha256.of(Arrays.copyOf(sealed, covered)).getBytes(US_ASCII);
        System.arraycopy(hash, 0, sealed, covered, hash.length);
        return sealed;
    }
}
