package dev.netproof.reports.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks one file of an archive: never more than the archive says, and at its end exactly that. */
final class MemberStream extends InputStream {
    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private final ZipMember member;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] chunk = new byte[CHUNK];
    private final byte[] one = new byte[1];
    private long taken;
    private long given;
    private boolean ended;

    MemberStream(FileChannel channel, ZipMember member) {
        this.channel = channel;
        this.member = member;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                given += read;
                crc.update(bytes, offset, read);
                if (given > member.size()) {
                    throw altered("it becomes more than the archive says");
                }
                return read;
            }
            if (inflater.finished()) {
                checkEnd();
                ended = true;
            } else if (inflater.needsInput()) {
                refill();
            } else {
                throw altered("it cannot be unpacked");
            }
        }
        return -1;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw altered("it cannot be unpacked");
        }
    }

    private void refill() throws IOException {
        int wanted = (int) Math.min(CHUNK, member.compressed() - taken);
        int read = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(chunk, 0, wanted), member.data() + taken);
        if (read < 0) {
            throw altered("it is cut off");
        }
        taken += read;
        inflater.setInput(chunk, 0, read);
    }

    private void checkEnd() throws IOException {
        if (inflater.getBytesRead() != member.compressed() || given != member.size()
                || crc.getValue() != member.crc()) {
            throw altered("its length or checksum is not what the archive says");
        }
    }

    private FlawedArchiveException altered(String what) {
        return new FlawedArchiveException(Flaw.Kind.ALTERED, member.name(), what);
    }
}
