package dev.netproof.evidence;

import static tools.jackson.core.JsonToken.END_ARRAY;
import static tools.jackson.core.JsonToken.END_OBJECT;
import static tools.jackson.core.JsonToken.PROPERTY_NAME;
import static tools.jackson.core.JsonToken.START_ARRAY;
import static tools.jackson.core.JsonToken.START_OBJECT;
import static tools.jackson.core.JsonToken.VALUE_NULL;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectMapper;

/** Reads one document, each edge by itself. */
final class EvidenceJsonReader {
    private static final String AFTER_THE_END = "there is more after the end of the evidence, which no netproof writes. "
            + "Somebody added it, or two files were joined; take the evidence.json as the run left it.";

    private final ObjectMapper mapper;
    private final Source in;

    private boolean versionRead;
    private boolean headerRead;
    private boolean edgesRead;
    private boolean endRead;
    private int edges;
    private int planned;
    private @Nullable RunFooter footer;

    EvidenceJsonReader(ObjectMapper mapper, InputStream in) {
        this.mapper = mapper;
        this.in = new Source(in);
    }

    void into(EvidenceSink sink) throws IOException {
        try (JsonParser json = mapper.createParser(in)) {
            if (token(json) != START_OBJECT) {
                throw problem(json, "evidence is a JSON object. Give the evidence.json of a run.", null);
            }
            while (token(json) == PROPERTY_NAME) {
                property(json, sink);
            }
            expect(json, json.currentToken(), END_OBJECT);
            if (!endRead) {
                throw problem(json, "there is no end, not even null, so this is not all of the evidence", null);
            }
            requireNothingMore(json);
            if (footer != null) {
                sink.end(footer);
            }
        }
    }

    private void property(JsonParser json, EvidenceSink sink) throws IOException {
        String name = json.currentName();
        JsonToken value = token(json);
        switch (name) {
            case "apiVersion" -> version(json);
            case "run" -> {
                require(json, versionRead, "apiVersion must come first. Is this the evidence.json of a run?");
                require(json, !headerRead, "run comes twice");
                RunHeader header = value(json, RunHeader.class);
                planned = header.matrices().stream().mapToInt(MatrixFile::edges).sum();
                headerRead = true;
                sink.begin(header);
            }
            case "edges" -> {
                require(json, headerRead, "run must come before edges");
                require(json, !edgesRead, "edges come twice");
                expect(json, value, START_ARRAY);
                while (token(json) != END_ARRAY) {
                    sink.edge(value(json, EdgeEvidence.class));
                    edges++;
                }
                edgesRead = true;
            }
            case "end" -> {
                require(json, edgesRead, "edges must come before end");
                require(json, !endRead, "end comes twice");
                if (value != VALUE_NULL) {
                    footer = value(json, RunFooter.class);
                }
                endRead = true;
            }
            default -> skip(json);
        }
    }

    private void version(JsonParser json) throws IOException {
        String version = value(json, String.class);
        require(json, !version.equals(EvidenceJson.UNRELEASED),
                "apiVersion is \"" + version
                        + "\", which was written before the first release, and this netproof reads \""
                        + EvidenceJson.API_VERSION + "\". Run it again.");
        require(json, version.equals(EvidenceJson.API_VERSION),
                "apiVersion is \"" + version + "\", and this netproof reads \"" + EvidenceJson.API_VERSION
                        + "\". Read it with the netproof that wrote it, or a newer one.");
        versionRead = true;
    }

    private @Nullable JsonToken token(JsonParser json) throws IOException {
        try {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw cutOff(json, null);
            }
            return token;
        } catch (JacksonException e) {
            throw unreadable(json, "JSON", e);
        }
    }

    /** What follows would be read by one reader and not by another, so nothing may. */
    private void requireNothingMore(JsonParser json) throws IOException {
        JsonToken more;
        try {
            more = json.nextToken();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw problem(json, AFTER_THE_END, e);
        }
        require(json, more == null, AFTER_THE_END);
    }

    private <T> T value(JsonParser json, Class<T> type) throws IOException {
        try {
            return json.readValueAs(type);
        } catch (JacksonException e) {
            throw unreadable(json, type.getSimpleName(), e);
        }
    }

    private void skip(JsonParser json) throws IOException {
        try {
            json.skipChildren();
        } catch (JacksonException e) {
            throw unreadable(json, "JSON", e);
        }
    }

    private IOException unreadable(JsonParser json, String expected, JacksonException e) {
        String hint = e instanceof DatabindException
                ? ". It is of another shape than this netproof writes: from before the first release, or changed by hand. "
                        + "Run it again."
                : "";
        return in.exhausted
                ? cutOff(json, e)
                : problem(json, "this " + expected + " cannot be read: " + e.getOriginalMessage() + hint, e);
    }

    private IOException cutOff(JsonParser json, @Nullable JacksonException cause) {
        String whole = !headerRead
                ? "not even what the run was is whole"
                : (edges == 1 ? "1 edge is whole" : edges + " edges are whole") + ", of " + planned
                        + " in the matrices of the run";
        return new CutEvidenceException(place(json) + "the evidence is cut off: " + whole + ". The run was ended while "
                + "it wrote, by kill -9 or a full disk for instance, or it is still under way. Run it again.", edges,
                cause);
    }

    private void require(JsonParser json, boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw problem(json, otherwise, null);
        }
    }

    private void expect(JsonParser json, @Nullable JsonToken seen, JsonToken expected) throws IOException {
        require(json, seen == expected, "expected " + expected + ", found " + seen);
    }

    private IOException problem(JsonParser json, String problem, @Nullable JacksonException cause) {
        return new IOException(place(json) + problem, cause);
    }

    private String place(JsonParser json) {
        return "byte " + json.currentLocation().getByteOffset() + ", after " + edges
                + (edges == 1 ? " edge: " : " edges: ");
    }

    /** Knows whether more was asked for than there is: only then is a problem one of the end, whatever it is called. */
    private static final class Source extends FilterInputStream {
        private boolean exhausted;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            exhausted |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            exhausted |= read < 0;
            return read;
        }
    }
}
