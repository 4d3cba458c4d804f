package dev.netproof.evidence;

import static tools.jackson.core.StreamReadFeature.AUTO_CLOSE_SOURCE;
import static tools.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN;
import static tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
import static tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES;
import static tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY;
import static tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Evidence as JSON: {@code {"apiVersion": …, "run": {…}, "edges": […], "end": {…}}}, streamed both ways.
 *
 * <p>The header and the footer are indented, each edge takes one line. Keys stand in the order of the records'
 * components, so the same evidence is always the same bytes. {@link FindingId} and all other enums are written in
 * lower case with hyphens, {@link java.time.Instant} and {@link java.time.LocalDate} as ISO 8601,
 * {@link java.time.Duration} as milliseconds with as many decimals as it needs, under a key that ends in
 * {@code Millis}. An {@link Observation}, a {@link Place}, {@link FindingFacts} and whatever else has several shapes
 * say with {@code type} which one they are. What is not known is {@code null}.
 * A finding's {@code message} and {@code advice} and a control's {@code detail} are written for people, made of the data
 * beside them; they are never read.
 * A surrogate without its pair becomes U+FFFD: half a character is not text (RFC 7493).
 */
public final class EvidenceJson {

    /** The shape that is written, and the only one that is read. Fields may be added to it, never changed. */
    public static final String API_VERSION = "netproof.dev/evidence/v1beta1";

    /** A shape in which places and rules were sentences, from before there was a release. */
    static final String UNRELEASED = "netproof.dev/evidence/v1";

    /** Never changed; what it finds out about the records it finds out once. */
    private static final ObjectMapper MAPPER = built();

    private EvidenceJson() {}

    /**
     * A sink that writes a document to {@code out}, and closes it. Each edge is flushed, so that a run which is killed
     * leaves its evidence up to there; a run that breaks off leaves a whole document in which {@code end} is
     * {@code null}.
     */
    public static EvidenceSink writer(OutputStream out) {
        return new EvidenceJsonWriter(MAPPER, out);
    }

    /**
     * Reads a document into {@code sink} edge by edge, without closing either. {@link EvidenceSink#end} is not called
     * when the run had broken off. Fields that are not known are ignored.
     *
     * @throws CutEvidenceException if the input is cut off, after what is whole was read
     * @throws IOException if the input is not evidence, is of another {@code apiVersion} or goes on after its
     *         end, telling the offset; or if the sink throws it. Then {@link EvidenceSink#end} was not called either
     */
    public static void read(InputStream in, EvidenceSink sink) throws IOException {
        new EvidenceJsonReader(MAPPER, in).into(sink);
    }

    /** Coverage by itself, indented, as it stands in a footer; with a line feed at the end. */
    public static String of(PolicyCoverage coverage) {
        return EvidenceJsonWriter.indented(MAPPER).writeValueAsString(coverage) + "\n";
    }

    private static ObjectMapper built() {
        return JsonMapper.builder()
                .annotationIntrospector(new RecordIntrospector())
                .propertyNamingStrategy(new UnitInName())
                .addModule(new EvidenceJsonModule())
                .addMixIn(Observation.class, EvidenceJsonModule.ObservationByType.class)
                .addMixIn(Place.class, EvidenceJsonModule.PlaceByType.class)
                .addMixIn(Difference.class, EvidenceJsonModule.DifferenceByType.class)
                .addMixIn(FindingFacts.class, EvidenceJsonModule.FindingFactsByType.class)
                .addMixIn(Fault.class, EvidenceJsonModule.FaultByType.class)
                .addMixIn(Grounds.class, EvidenceJsonModule.GroundsByType.class)
                .addMixIn(Control.Subject.class, EvidenceJsonModule.SubjectByType.class)
                .addMixIn(TargetChange.class, EvidenceJsonModule.TargetChangeByType.class)
                .addMixIn(WantedPort.class, EvidenceJsonModule.WantedPortByType.class)
                .disable(SORT_PROPERTIES_ALPHABETICALLY)
                .enable(ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(FAIL_ON_TRAILING_TOKENS)
                .disable(AUTO_CLOSE_SOURCE)
                .build();
    }
}
