package dev.netproof.reports.archive;

import static dev.netproof.reports.archive.Flaw.Kind.ADDED;
import static dev.netproof.reports.archive.Flaw.Kind.ALTERED;
import static dev.netproof.reports.archive.Flaw.Kind.REFUSED;
import static dev.netproof.reports.archive.Flaw.Kind.UNREADABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an archive says is in it, read before anything is unpacked.
 *
 * <p>A ZIP file can say one thing in its directory and another in front of its files, hide bytes between them, and let
 * two names share them. This reader takes the one shape that netproof writes: files side by side from the first byte,
 * the directory, its end, the seal. Every byte of these is either read or made anew and compared, so that none is free
 * to say something that no hash of a file covers; only how a file's data are packed is left to the packer.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the ZIP format</a>
 */
final class ZipListing {
    static final int FILE_HEADER = 30;
    static final int DIRECTORY_HEADER = 46;
    static final int DESCRIPTOR = 16;
    static final int END = 22;

    private static final int FILE_SIGNATURE = 0x04034b50;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int END_SIGNATURE = 0x06054b50;
    /** 2.0, the first that deflates; and as "made by" too, which says nothing of the machine. */
    private static final char VERSION = 20;
    /** Lengths follow the data, and names are UTF-8. */
    private static final char FLAGS = 0x0808;
    private static final int DEFLATED = 8;
    /** 2020-01-01 00:00 in the way of MS-DOS, of every file: the time below, the date above. */
    private static final int TIME = (((2020 - 1980) << 9) | (1 << 5) | 1) << 16;
    private static final int ENCRYPTED = 1;
    private static final int MOST_DIRECTORY = 1 << 20;
    private static final int FILE_TYPE = 0170000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final long SMALL = 1 << 20;

    private final FileChannel channel;
    private final String archive;

    private ZipListing(FileChannel channel, String archive) {
        this.channel = channel;
        this.archive = archive;
    }

    /** @throws FlawedArchiveException if the archive is no archive of netproof or could do harm */
    static List<ZipMember> of(FileChannel channel, String archive) throws IOException {
        try {
            return new ZipListing(channel, archive).members();
        } catch (EOFException e) {
            throw new FlawedArchiveException(UNREADABLE, archive, "an offset in it lies beyond its end");
        }
    }

    private List<ZipMember> members() throws IOException {
        long end = channel.size() - END - Layout.SEAL_LENGTH;
        if (end < 0 || bytes(end, END).getInt(0) != END_SIGNATURE) {
            throw new FlawedArchiveException(UNREADABLE, archive, "the end of an archive that netproof seals is not "
                    + "there. It is cut off, something was appended, or something else wrote it.");
        }
        ByteBuffer last = bytes(end, END);
        int count = last.getChar(10);
        long length = unsigned(last.getInt(12));
        long start = unsigned(last.getInt(16));
        if (count > Layout.MOST_FILES) {
            throw refused(archive, "it holds " + count + " files, and at most " + Layout.MOST_FILES + " are read");
        }
        if (last.getInt(4) != 0 || last.getChar(8) != count || last.getChar(20) != Layout.SEAL_LENGTH
                || length > MOST_DIRECTORY || start + length != end) {
            throw altered(archive, "its directory is not where it was sealed");
        }
        byte[] comment = new byte[Layout.SEAL.length()];
        bytes(end + END, comment.length).get(comment);
        if (!Arrays.equals(comment, Layout.SEAL.getBytes(US_ASCII))) {
            throw altered(archive, "its comment is not the seal that netproof writes");
        }
        List<ZipMember> members = directory(bytes(start, (int) length), count);
        checkNames(members);
        checkSizes(members);
        checkSideBySide(members, start);
        return members;
    }

    private List<ZipMember> directory(ByteBuffer directory, int count) throws IOException {
        List<ZipMember> members = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + DIRECTORY_HEADER > directory.limit() || directory.getInt(at) != DIRECTORY_SIGNATURE) {
                throw altered(archive, "its directory ends after " + i + " of " + count + " files");
            }
            int name = directory.getChar(at + 28);
            if (at + DIRECTORY_HEADER + name > directory.limit()) {
                throw altered(archive, "a name in its directory is cut off");
            }
            members.add(member(directory, at, name));
            at += DIRECTORY_HEADER + name;
        }
        if (at != directory.limit()) {
            throw altered(archive, "there is more in its directory than its " + count + " files");
        }
        return members;
    }

    private ZipMember member(ByteBuffer directory, int at, int nameLength) throws IOException {
        byte[] bytes = new byte[nameLength];
        directory.get(at + DIRECTORY_HEADER, bytes);
        String name = ZipName.checked(bytes, archive);
        if (((directory.getInt(at + 38) >>> 16) & FILE_TYPE) == SYMBOLIC_LINK) {
            throw refused(name, "a symbolic link, which would be followed out of the folder");
        }
        if ((directory.getChar(at + 8) & ENCRYPTED) != 0 || directory.getChar(at + 10) != DEFLATED) {
            throw refused(name, "not packed in the way that netproof packs");
        }
        int crc = directory.getInt(at + 16);
        int compressed = directory.getInt(at + 20);
        int size = directory.getInt(at + 24);
        int header = directory.getInt(at + 42);
        if (!directory.slice(at, DIRECTORY_HEADER).equals(directoryHeader(nameLength, crc, compressed, size, header))) {
            throw altered(name, "its entry in the directory has attributes that netproof does not write");
        }
        long start = unsigned(header);
        if (!bytes(start, FILE_HEADER + nameLength).equals(fileHeader(bytes))) {
            throw altered(name, "its own header is not what the directory says, or not what netproof writes");
        }
        return new ZipMember(name, start, start + FILE_HEADER + nameLength, unsigned(compressed), unsigned(size),
                unsigned(crc));
    }

    /** All that netproof writes in the directory in front of a name; what is not given is the same for every file. */
    private static ByteBuffer directoryHeader(int nameLength, int crc, int compressed, int size, int header) {
        return ByteBuffer.allocate(DIRECTORY_HEADER).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(DIRECTORY_SIGNATURE).putChar(VERSION).putChar(VERSION).putChar(FLAGS).putChar((char) DEFLATED)
                .putInt(TIME).putInt(crc).putInt(compressed).putInt(size).putChar((char) nameLength)
                // Extra field, comment and disk; attributes.
                .putChar((char) 0).putInt(0).putShort((short) 0).putInt(0)
                .putInt(header).flip();
    }

    /** All that netproof writes in front of a file's data: lengths and checksum come after it. */
    private static ByteBuffer fileHeader(byte[] name) {
        return ByteBuffer.allocate(FILE_HEADER + name.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FILE_SIGNATURE).putChar(VERSION).putChar(FLAGS).putChar((char) DEFLATED).putInt(TIME)
                .putInt(0).putLong(0).putChar((char) name.length).putChar((char) 0).put(name).flip();
    }

    private static void checkNames(List<ZipMember> members) throws FlawedArchiveException {
        Set<String> seen = new HashSet<>();
        for (ZipMember member : members) {
            // Where case makes no difference, the second would be written over the first.
            if (!seen.add(member.name().toLowerCase(Locale.ROOT))) {
                throw new FlawedArchiveException(ADDED, member.name(), "there are two of this name, so what is in it "
                        + "depends on who reads it");
            }
        }
    }

    private void checkSizes(List<ZipMember> members) throws FlawedArchiveException {
        long sum = 0;
        for (ZipMember member : members) {
            sum += member.size();
            if (member.size() > SMALL && member.size() / Layout.MOST_RATIO > member.compressed()) {
                throw refused(member.name(), member.compressed() + " bytes would become " + member.size()
                        + ": more than " + Layout.MOST_RATIO + " times as many, as only a bomb does");
            }
        }
        if (sum > Layout.MOST_BYTES) {
            throw refused(archive, "it would become " + sum + " bytes, and at most " + Layout.MOST_BYTES
                    + " are unpacked");
        }
    }

    private void checkSideBySide(List<ZipMember> members, long end) throws IOException {
        long next = 0;
        for (ZipMember member : members) {
            if (member.header() != next) {
                throw altered(member.name(), "it does not begin where the file before it ends");
            }
            next = member.data() + member.compressed();
            ByteBuffer descriptor = bytes(next, DESCRIPTOR);
            if (descriptor.getInt(0) != DESCRIPTOR_SIGNATURE || unsigned(descriptor.getInt(4)) != member.crc()
                    || unsigned(descriptor.getInt(8)) != member.compressed()
                    || unsigned(descriptor.getInt(12)) != member.size()) {
                throw altered(member.name(), "what follows it is not what the directory says");
            }
            next += DESCRIPTOR;
        }
        if (next != end) {
            throw altered(archive, "there are bytes between its files and its directory");
        }
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    private static FlawedArchiveException refused(String where, String why) {
        return new FlawedArchiveException(REFUSED, where, why);
    }

    private static FlawedArchiveException altered(String where, String what) {
        return new FlawedArchiveException(ALTERED, where, what);
    }
}
