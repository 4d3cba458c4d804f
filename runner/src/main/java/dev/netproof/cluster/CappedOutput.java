package dev.netproof.cluster;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what a stream says up to a limit, so that a runaway tool can't fill the heap. Thread-safe. */
final class CappedOutput extends OutputStream {

    private final int limit;
    private final Runnable onOverflow;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /**
     * @param limit bytes
     * @param onOverflow called for each write that does not fit
     */
    CappedOutput(int limit, Runnable onOverflow) {
        this.limit = limit;
        this.onOverflow = onOverflow;
    }

    @Override
    public void write(int b) {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int room = Math.min(length, limit - kept.size());
        kept.write(bytes, offset, room);
        if (room < length) {
            onOverflow.run();
        }
    }

    /** As UTF-8, what is malformed replaced. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
