package dev.netproof.classify;

import java.util.Optional;
import java.util.OptionalInt;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.StageTimes;

/**
 * Reads a raw record: what did this attempt meet on the wire?
 *
 * <p>What is not understood is {@link Unreadable} and never taken for closed or open. The tables hold what the tools
 * print in the C locale with the error texts of glibc and of musl.
 */
public final class Classifier {

    private final CurlTable curl = new CurlTable();
    private final NslookupTable nslookup = new NslookupTable();
    private final NcTable nc = new NcTable(nslookup);

    /** What an attempt met that is content with any answer. */
    public Observation classify(ProbeKind kind, boolean viaProxy, RawRecord raw) {
        return classify(Question.of(kind, viaProxy), raw);
    }

    /** What the attempt met, read by the table of its tool. */
    public Observation classify(Question question, RawRecord raw) {
        if (raw.exitCode() == RawRecord.NOT_RUN) {
            return new Unreadable(raw.stderr().isBlank()
                    ? "the probe was not run, and nothing says why. Look at the probe pod's events."
                    : raw.stderr().strip());
        }
        return switch (program(raw.tool())) {
            case "curl" -> question.viaProxy() ? curl.throughProxy(question, raw) : curl.direct(question, raw);
            case "nc" -> question.kind() == ProbeKind.UDP ? nc.datagram(question, raw) : nc.handshake(raw);
            case "nslookup" -> nslookup.query(raw);
            default ->
                new Unreadable("no table reads what " + raw.tool() + " prints. Probe with curl, nc or nslookup.");
        };
    }

    /** The status of the target's HTTP response; empty when there was none, as behind a proxy that refused. */
    public OptionalInt httpStatus(RawRecord raw) {
        return CurlFields.of(raw).map(CurlFields::httpStatus).orElse(OptionalInt.empty());
    }

    /** When the attempt came past its stages; empty when its tool does not measure them. */
    public Optional<StageTimes> stages(RawRecord raw) {
        return CurlFields.of(raw).map(CurlFields::stages);
    }

    private static String program(String tool) {
        int space = tool.indexOf(' ');
        return space < 0 ? tool : tool.substring(0, space);
    }
}
