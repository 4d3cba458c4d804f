package dev.netproof.evidence;

import java.math.BigDecimal;
import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.netproof.evidence.text.Wording;
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
        addSerializer(new FindingWithWords());
        addSerializer(new ControlWithWords());
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

    /** Tells apart what became of a target. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = TargetChange.AddressTaken.class, name = "address-taken"),
            @JsonSubTypes.Type(value = TargetChange.Gone.class, name = "gone"),
            @JsonSubTypes.Type(value = TargetChange.BeingDeleted.class, name = "being-deleted"),
            @JsonSubTypes.Type(value = TargetChange.Restarted.class, name = "restarted"),
            @JsonSubTypes.Type(value = TargetChange.NoEndpoint.class, name = "no-endpoint")})
    interface TargetChangeByType {}

    /** Tells apart what proved a control, or failed to. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Grounds.Reached.class, name = "reached"),
            @JsonSubTypes.Type(value = Grounds.ReachedFromWithin.class, name = "reached-from-within"),
            @JsonSubTypes.Type(value = Grounds.KeptReady.class, name = "kept-ready"),
            @JsonSubTypes.Type(value = Grounds.TargetChanged.class, name = "target-changed"),
            @JsonSubTypes.Type(value = Grounds.ReachedByNone.class, name = "reached-by-none"),
            @JsonSubTypes.Type(value = Grounds.NotAsked.class, name = "not-asked"),
            @JsonSubTypes.Type(value = Grounds.Contact.class, name = "contact"),
            @JsonSubTypes.Type(value = Grounds.Visited.class, name = "visited"),
            @JsonSubTypes.Type(value = Grounds.NoContact.class, name = "no-contact"),
            @JsonSubTypes.Type(value = Grounds.Lived.class, name = "lived"),
            @JsonSubTypes.Type(value = Grounds.Nowhere.class, name = "nowhere"),
            @JsonSubTypes.Type(value = Grounds.ByCanary.class, name = "by-canary"),
            @JsonSubTypes.Type(value = Grounds.Missing.class, name = "missing")})
    interface GroundsByType {}

    /** Tells apart what is controlled. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Control.Subject.Address.class, name = "address"),
            @JsonSubTypes.Type(value = Control.Subject.Source.class, name = "source"),
            @JsonSubTypes.Type(value = Control.Subject.Cluster.class, name = "cluster")})
    interface SubjectByType {}

    /** Tells apart what points to a fault. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = Fault.Told.class, name = "told"),
            @JsonSubTypes.Type(value = Fault.NoneReady.class, name = "none-ready"),
            @JsonSubTypes.Type(value = Fault.ServiceAddress.class, name = "service-address"),
            @JsonSubTypes.Type(value = Fault.OnePod.class, name = "one-pod"),
            @JsonSubTypes.Type(value = Fault.OneNode.class, name = "one-node")})
    interface FaultByType {}

    /** Tells apart what was found. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = FindingFacts.Opened.class, name = "opened"),
            @JsonSubTypes.Type(value = FindingFacts.Shut.class, name = "shut"),
            @JsonSubTypes.Type(value = FindingFacts.Faulty.class, name = "faulty"),
            @JsonSubTypes.Type(value = FindingFacts.OpenThoughDenied.class, name = "open-though-denied"),
            @JsonSubTypes.Type(value = FindingFacts.ClosedThoughAllowed.class, name = "closed-though-allowed"),
            @JsonSubTypes.Type(value = FindingFacts.OpenedLate.class, name = "opened-late"),
            @JsonSubTypes.Type(value = FindingFacts.ClosedLate.class, name = "closed-late"),
            @JsonSubTypes.Type(value = FindingFacts.Uncontrolled.class, name = "uncontrolled"),
            @JsonSubTypes.Type(value = FindingFacts.NoEndpoint.class, name = "no-endpoint"),
            @JsonSubTypes.Type(value = FindingFacts.Idle.class, name = "idle"),
            @JsonSubTypes.Type(value = FindingFacts.ClosedForEveryone.class, name = "closed-for-everyone"),
            @JsonSubTypes.Type(value = FindingFacts.Unclear.class, name = "unclear"),
            @JsonSubTypes.Type(value = FindingFacts.NoNetwork.class, name = "no-network"),
            @JsonSubTypes.Type(value = FindingFacts.Proxied.class, name = "proxied"),
            @JsonSubTypes.Type(value = FindingFacts.Unenforced.class, name = "unenforced"),
            @JsonSubTypes.Type(value = FindingFacts.Changed.class, name = "changed"),
            @JsonSubTypes.Type(value = FindingFacts.AllGone.class, name = "all-gone"),
            @JsonSubTypes.Type(value = FindingFacts.Unsettled.class, name = "unsettled"),
            @JsonSubTypes.Type(value = FindingFacts.NotTried.class, name = "not-tried"),
            @JsonSubTypes.Type(value = FindingFacts.ExceptionEnds.class, name = "exception-ends")})
    interface FindingFactsByType {}

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

    /** With what people read of it, which no reader of ours reads. */
    private static final class FindingWithWords extends StdSerializer<Finding> {
        FindingWithWords() {
            super(Finding.class);
        }

        @Override
        public void serialize(Finding finding, JsonGenerator json, SerializationContext context) {
            json.writeStartObject(finding);
            json.writePOJOProperty("id", finding.id());
            json.writePOJOProperty("weight", finding.weight());
            json.writePOJOProperty("facts", finding.facts());
            json.writeStringProperty("message", Text.wellFormed(Wording.ENGLISH.message(finding)));
            json.writeStringProperty("advice", Text.wellFormed(Wording.ENGLISH.advice(finding)));
            json.writeEndObject();
        }
    }

    /** With what people read of it, which no reader of ours reads. */
    private static final class ControlWithWords extends StdSerializer<Control> {
        ControlWithWords() {
            super(Control.class);
        }

        @Override
        public void serialize(Control control, JsonGenerator json, SerializationContext context) {
            json.writeStartObject(control);
            json.writePOJOProperty("kind", control.kind());
            json.writePOJOProperty("subject", control.subject());
            json.writeBooleanProperty("proved", control.proved());
            json.writePOJOProperty("grounds", control.grounds());
            json.writePOJOProperty("before", control.before());
            json.writePOJOProperty("after", control.after());
            json.writeStringProperty("detail", Text.wellFormed(Wording.ENGLISH.grounds(control.grounds())));
            json.writeEndObject();
        }
    }
}
