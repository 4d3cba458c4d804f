package dev.netproof.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;

final class EvidenceJsonWriter implements EvidenceSink {
    private enum State {
        EMPTY, OPEN, ENDED, CLOSED
    }

    private final ObjectWriter onOneLine;
    private final ObjectWriter indented;
    private final OutputStream out;
    private State state = State.EMPTY;
    private boolean first = true;

    EvidenceJsonWriter(ObjectMapper mapper, OutputStream out) {
        onOneLine = mapper.writer();
        indented = indented(mapper);
        this.out = new BufferedOutputStream(out);
    }

    static ObjectWriter indented(ObjectMapper mapper) {
        // The indenter's own line break is that of the machine; evidence is the same bytes everywhere.
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return mapper.writer()
                .with(new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter).withArrayIndenter(indenter));
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        expect(State.EMPTY);
        raw("{\"apiVersion\": \"" + EvidenceJson.API_VERSION + "\",\n\"run\": ");
        out.write(indented.writeValueAsBytes(header));
        raw(",\n\"edges\": [");
        out.flush();
        state = State.OPEN;
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        expect(State.OPEN);
        byte[] line = onOneLine.writeValueAsBytes(edge);
        raw(first ? "\n" : ",\n");
        out.write(line);
        out.flush();
        first = false;
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        expect(State.OPEN);
        raw("\n],\n\"end\": ");
        out.write(indented.writeValueAsBytes(footer));
        raw("}\n");
        state = State.ENDED;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (state == State.OPEN) {
                raw("\n],\n\"end\": null}\n");
            }
        } finally {
            state = State.CLOSED;
        }
    }

    private void raw(String json) throws IOException {
        out.write(json.getBytes(UTF_8));
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException("the evidence is " + state + ", not " + expected);
        }
    }
}
