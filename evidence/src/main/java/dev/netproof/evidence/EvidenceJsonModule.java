package dev.netproof.evidence;

import java.math.BigDecimal;
import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How the values inside the records are written: durations and text. */
final class EvidenceJsonModule extends SimpleModule {
    private static final int NANO_DIGITS_OF_A_MILLISECOND = 6;
    /** Of milliseconds before the point: what is longer is no duration, and 1e99999999 takes all memory to compute. */
    private static final int MOST_DIGITS = 21;

    EvidenceJsonModule() {
        super("netproof-evidence");
        addSerializer(new Milliseconds());
        addDeserializer(Duration.class, new FromMilliseconds());
        addSerializer(new WellFormedText());
        addKeySerializer(String.class, new WellFormedName());
    }

    /** Tells the observations apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Observation.Connected.class, name = "connected"),
            @JsonSubTypes.Type(value = Observation.Closed.class, name = "closed"),
            @JsonSubTypes.Type(value = Observation.Undetermined.class, name = "undetermined"),
            @JsonSubTypes.Type(value = Observation.Unreadable.class, name = "unreadable")})
    interface ObservationByType {}

    /** Tells the places apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Place.Workload.class, name = "workload"),
            @JsonSubTypes.Type(value = Place.Pods.class, name = "pods"),
            @JsonSubTypes.Type(value = Place.Labels.class, name = "labels"),
            @JsonSubTypes.Type(value = Place.Within.class, name = "within"),
            @JsonSubTypes.Type(value = Place.Service.class, name = "service"),
            @JsonSubTypes.Type(value = Place.Pod.class, name = "pod"),
            @JsonSubTypes.Type(value = Place.StandIn.class, name = "stand-in"),
            @JsonSubTypes.Type(value = Place.Probe.class, name = "probe"),
            @JsonSubTypes.Type(value = Place.Slice.class, name = "slice"),
            @JsonSubTypes.Type(value = Place.Node.class, name = "node"),
            @JsonSubTypes.Type(value = Place.Address.class, name = "address"),
            @JsonSubTypes.Type(value = Place.Host.class, name = "host"),
            @JsonSubTypes.Type(value = Place.Nowhere.class, name = "nowhere")})
    interface PlaceByType {}

    /** Tells apart what differs. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Difference.Label.class, name = "label"),
            @JsonSubTypes.Type(value = Difference.NamespaceLabel.class, name = "namespace-label"),
            @JsonSubTypes.Type(value = Difference.Namespace.class, name = "namespace"),
            @JsonSubTypes.Type(value = Difference.Address.class, name = "address"),
            @JsonSubTypes.Type(value = Difference.Peer.class, name = "peer"),
            @JsonSubTypes.Type(value = Difference.Port.class, name = "port")})
    interface DifferenceByType {}

    /** Tells numbers from names. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = WantedPort.Range.class, name = "range"),
            @JsonSubTypes.Type(value = WantedPort.Named.class, name = "named")})
    interface WantedPortByType {}

    private static final class Milliseconds extends StdSerializer<Duration> {
        Milliseconds() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration duration, JsonGenerator json, SerializationContext context) {
            BigDecimal nanos = BigDecimal.valueOf(duration.getSeconds()).movePointRight(9)
                    .add(BigDecimal.valueOf(duration.getNano()));
            BigDecimal millis = nanos.movePointLeft(NANO_DIGITS_OF_A_MILLISECOND).stripTrailingZeros();
            json.writeNumber(millis.scale() < 0 ? millis.setScale(0) : millis);
        }
    }

    private static final class FromMilliseconds extends StdDeserializer<Duration> {
        FromMilliseconds() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            BigDecimal millis = json.getDecimalValue();
            if ((long) millis.precision() - millis.scale() > MOST_DIGITS) {
                throw context.weirdNumberException(millis, Duration.class, "no duration is that long");
            }
            BigDecimal nanos = millis.movePointRight(NANO_DIGITS_OF_A_MILLISECOND);
            BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
            return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
        }
    }

    private static final class WellFormedText extends StdSerializer<String> {
        WellFormedText() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) {
            json.writeString(Text.wellFormed(text));
        }
    }

    private static final class WellFormedName extends StdSerializer<String> {
        WellFormedName() {
            super(String.class);
        }

        @Override
        public void serialize(String name, JsonGenerator json, SerializationContext context) {
            json.writeName(Text.wellFormed(name));
        }
    }
}
