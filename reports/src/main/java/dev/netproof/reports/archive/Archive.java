package dev.netproof.reports.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import dev.netproof.evidence.EvidenceSink;

/**
 * {@code evidence.zip}: the evidence of a run, its matrices, their hashes, and a statement that may be signed.
 *
 * <p>Open, it was looked at from outside only: its names, sizes and shape are safe. Whether it is as it was sealed, says
 * {@link Verification}.
 */
public final class Archive implements Closeable {
    private final FileChannel channel;
    private final String name;
    private final List<ZipMember> members;

    private Archive(FileChannel channel, String name, List<ZipMember> members) {
        this.channel = channel;
        this.name = name;
        this.members = List.copyOf(members);
    }

    /**
     * A sink that seals a run in a new file. Evidence of a run that broke off is sealed too; when it can't be written,
     * there is no file in the end.
     */
    public static EvidenceSink writer(Path file, Seal seal) throws IOException {
        return new ArchiveWriter(file, seal);
    }

    /**
     * Opens a file, and looks at it from outside.
     *
     * @throws FlawedArchiveException if it is no archive that netproof seals, or could do harm
     */
    public static Archive open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Archive archive = null;
        try {
            String name = String.valueOf(file.getFileName());
            archive = new Archive(channel, name, ZipListing.of(channel, name));
            return archive;
        } finally {
            if (archive == null) {
                channel.close();
            }
        }
    }

    /** The bytes of {@code evidence.json}. */
    public InputStream evidence() throws IOException {
        return stream(member(Layout.EVIDENCE)
                .orElseThrow(() -> new FlawedArchiveException(Flaw.Kind.MISSING, name, "there is no evidence in it")));
    }

    /** The matrices in it, found by their hashes. */
    public MatrixSource matrices() {
        return matrix -> {
            for (ZipMember member : members) {
                if (member.name().startsWith(Layout.MATRICES) && member.size() <= Layout.MOST_MATRIX_BYTES) {
                    byte[] bytes = small(member);
                    if (Sha256.of(bytes).equals(matrix.sha256())) {
                        return Optional.of(bytes);
                    }
                }
            }
            return Optional.empty();
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    String name() {
        return name;
    }

    List<ZipMember> members() {
        return members;
    }

    Optional<ZipMember> member(String file) {
        return members.stream().filter(member -> member.name().equals(file)).findFirst();
    }

    InputStream stream(ZipMember member) {
        return new MemberStream(channel, member);
    }

    /** A file that fits in memory. */
    byte[] small(ZipMember member) throws IOException {
        if (member.size() > Layout.MOST_SMALL_FILE) {
            throw new FlawedArchiveException(Flaw.Kind.REFUSED, member.name(), "it would become " + member.size()
                    + " bytes, and at most " + Layout.MOST_SMALL_FILE + " are unpacked of such a file");
        }
        try (InputStream in = stream(member)) {
            return in.readAllBytes();
        }
    }
}
