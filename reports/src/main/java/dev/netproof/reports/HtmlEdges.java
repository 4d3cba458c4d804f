package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.text.Wording;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The edges of {@code report.html} on their way into it: no more than a batch of them is in memory, the others wait in
 * a part file, because the verdict that stands above them is known last.
 *
 * <p>A batch is two inert elements: its rows as JSON, and its stories as JSON that is deflated (RFC 1951) and in
 * Base64, for they are about twenty times as long and hardly ever all read.
 */
final class HtmlEdges implements Closeable {
    /** Few enough to be inflated in no time, many enough to repeat themselves. */
    private static final int BATCH = 64;

    private final Path part;
    private final OutputStream out;
    private final Instant start;
    private final Wording wording;
    private long length;
    private ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    private Stories stories = new Stories();

    HtmlEdges(Path part, Instant start, Wording wording) throws IOException {
        this.wording = wording;
        this.part = part;
        this.start = start;
        out = new BufferedOutputStream(Files.newOutputStream(part, CREATE_NEW, WRITE));
    }

    void add(EdgeEvidence edge) throws IOException {
        rows.add(HtmlRow.of(edge, start, wording));
        stories.add(HtmlStory.of(edge, start, wording).toString());
        if (rows.size() == BATCH) {
            write();
        }
    }

    /** The last batch is on the disk after this. */
    void finish() throws IOException {
        if (!rows.isEmpty()) {
            write();
        }
        close();
    }

    /** Writes all batches, and removes the part file. A piece of one, of a disk that was full, is left behind. */
    void into(OutputStream page) throws IOException {
        try (InputStream batches = Files.newInputStream(part, NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[64 * 1024];
            long left = Math.min(length, Files.size(part));
            while (left > 0) {
                int read = batches.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                page.write(buffer, 0, read);
                left -= read;
            }
        }
        Files.delete(part);
    }

    @Override
    public void close() throws IOException {
        stories.close();
        out.close();
    }

    private void write() throws IOException {
        byte[] batch = Html.of(Html.data("rows", rows), Html.NEW_LINE, Html.data("stories", stories.finish()),
                Html.NEW_LINE).toString().getBytes(UTF_8);
        out.write(batch);
        length += batch.length;
        rows = JsonNodeFactory.instance.arrayNode();
        stories = new Stories();
    }

    /** A JSON array that is deflated as it grows. */
    private static final class Stories implements Closeable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final OutputStream json = new DeflaterOutputStream(bytes, deflater);
        private String separator = "[";

        void add(String story) throws IOException {
            json.write((separator + story).getBytes(UTF_8));
            separator = ",";
        }

        byte[] finish() throws IOException {
            json.write("]".getBytes(UTF_8));
            close();
            return bytes.toByteArray();
        }

        @Override
        public void close() throws IOException {
            json.close();
            // A deflater that is given is not ended by the stream that was given it.
            deflater.end();
        }
    }
}
