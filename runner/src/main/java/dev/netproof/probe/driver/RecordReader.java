package dev.netproof.probe.driver;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;

/** Makes the records of an exec's probes from what the driver printed. */
final class RecordReader {

    private static final int LONGEST_REASON = 2000;
    private static final Pattern TRANSFER = Pattern
            .compile("exitcode=(\\d{1,6}) .* time_total=(\\d{1,9}(?:\\.\\d{1,9})?) errormsg=.*", Pattern.DOTALL);

    /** What nslookup prints of an answer that it takes for one. */
    private static final Pattern ANSWER = Pattern.compile("^(Name:|Non-authoritative answer|\\*\\* server can't find |"
            + "\\*\\*\\* Can't find )", Pattern.MULTILINE);

    private final List<Probe> probes;
    private final ExecResult exec;
    private final DriverOutput output;

    /**
     * Reads the output of one exec.
     *
     * @param nonce of the job that the exec was given: the output of another is none
     * @param probes of the job, in its order
     */
    RecordReader(String nonce, List<Probe> probes, ExecResult exec) {
        this.probes = List.copyOf(probes);
        this.exec = exec;
        this.output = new DriverOutput(nonce, exec.stdout());
    }

    /** Exactly one for each probe, in their order. */
    List<RawRecord> records() {
        return IntStream.range(0, probes.size()).mapToObj(i -> record(i, probes.get(i))).toList();
    }

    private RawRecord record(int index, Probe probe) {
        Optional<String> scruple = ProbeArgumentCheck.about(probe);
        if (scruple.isPresent()) {
            return notRun(index, probe, scruple.get());
        }
        if (output.torn(index)) {
            return notRun(index, probe, "the record of this probe came torn, or twice with different words, and is not"
                    + " believed. Something between the probe pod and here changed what the exec printed.");
        }
        return (Driver.byCurl(probe) ? transfer(index, probe) : result(index, probe))
                .orElseGet(() -> notRun(index, probe, missing(index, probe)));
    }

    private Optional<RawRecord> result(int index, Probe probe) {
        return output.result(index)
                .map(result -> new RawRecord(probe.id(), output.tool(index).orElse(Driver.tool(probe)),
                        output.command(index),
                        result.exitCode(), output.stdout(index), output.stderr(index) + hidden(index, probe),
                        exec.startedAt().plus(result.start()), result.elapsed()));
    }

    /**
     * BusyBox's nslookup keeps to itself what it does not take for an answer: a wrong id, garbage, nothing at all. The pod's
     * kernel knows how many datagrams came; where they are more than the records show, its silence is none. They may have
     * been for another process of the pod.
     */
    private String hidden(int index, Probe probe) {
        if (!isQueryByDatagram(probe) || !output.tool(index).orElse("").contains("BusyBox") || shows(index)) {
            return "";
        }
        OptionalInt received = output.received();
        long shown = IntStream.range(0, probes.size()).filter(this::shows).count();
        if (received.isPresent() && received.getAsInt() <= shown) {
            return "";
        }
        return "\nnetproof: " + (received.isPresent()
                ? received.getAsInt() - shown + " datagrams came to the pod that no record shows"
                : "nobody knows whether datagrams came to the pod that no record shows")
                + ", and this nslookup does not tell of what it can't read";
    }

    /** Whether a datagram that came for this probe can be seen in its record. */
    private boolean shows(int index) {
        return switch (probes.get(index).ask()) {
            case Ask.Datagram datagram -> !output.stdout(index).isEmpty();
            case Ask.Query query ->
                isQueryByDatagram(probes.get(index)) && ANSWER.matcher(output.stdout(index)).find();
            case Ask.Handshake handshake -> false;
            case Ask.Request request -> false;
        };
    }

    private static boolean isQueryByDatagram(Probe probe) {
        return probe.ask() instanceof Ask.Query && probe.endpoint().protocol() == Protocol.UDP;
    }

    private Optional<RawRecord> transfer(int index, Probe probe) {
        // Without its verbose text curl 7.88 may seem not to have connected where it has.
        return output.transfer(index).filter(fields -> output.curlVerboseIsWhole()).map(TRANSFER::matcher)
                .filter(Matcher::matches)
                .map(fields -> new RawRecord(probe.id(), "curl", new CurlTransfer(index, probe).command(),
                        Integer.parseInt(fields.group(1)), fields.group(), verbose(index, probe),
                        exec.startedAt().plus(output.curlStart()),
                        Duration.ofNanos(new BigDecimal(fields.group(2)).movePointRight(9).longValue())));
    }

    /**
     * The lines of curl's verbose text about this transfer. Those of a failure name the address and port alone, and
     * curl 7.88 has forgotten the name it connects to when it says that it is connected.
     */
    private String verbose(int index, Probe probe) {
        Endpoint first = probe.proxy() == null ? probe.endpoint() : probe.proxy();
        String address = Pattern.quote(first.address());
        String port = " port " + first.port() + " .*";
        Pattern own = Pattern.compile("\\* +(connect to " + address + port //
                + "|Immediate connect fail for " + address + ":.*" //
                + "|(Connected|Established connection) to (" + CurlTransfer.alias(index) + " .*|\\(nil\\) \\("
                + address + "\\)" + port + "))");
        List<String> said = output.curlVerbose().stream().filter(line -> own.matcher(line).matches()).distinct()
                .toList();
        return PrintableText.of(String.join("\n", said));
    }

    private String missing(int index, Probe probe) {
        List<String> reasons = new ArrayList<>();
        output.reason(index).or(() -> Driver.byCurl(probe) ? output.reasonOfCurl() : Optional.empty())
                .ifPresentOrElse(reasons::add, () -> {
                    if (output.foreign()) {
                        reasons.add(
                                "what came back is the output of another exec, by the mark on its first line, and is"
                                        + " not believed. Something between the cluster and here replays answers.");
                    } else if (!output.begun()) {
                        reasons.add("the driver printed nothing of its own in the probe pod.");
                    } else if (!output.ended()) {
                        reasons.add("the exec broke off before this probe was done.");
                    } else if (Driver.byCurl(probe) && output.transfer(index).isPresent()
                            && !output.curlVerboseIsWhole()) {
                        reasons.add("what curl said did not come whole.");
                    } else if (Driver.byCurl(probe) && output.transfer(index).isPresent()) {
                        reasons.add("curl of the probe image does not tell the exit code of a transfer."
                                + " Use an image with curl 7.75 or newer.");
                    } else {
                        reasons.add("the record of this probe never came.");
                    }
                });
        if (!exec.failure().isBlank()) {
            reasons.add("The exec failed: " + exec.failure());
        }
        if (!output.begun() && !exec.stderr().isBlank()) {
            reasons.add("It said: " + exec.stderr().strip());
        }
        if (Driver.byCurl(probe)) {
            output.curlVerbose().stream().filter(line -> line.startsWith("curl: ")).findFirst().ifPresent(reasons::add);
        }
        String reason = PrintableText.of(String.join(" ", reasons));
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    private RawRecord notRun(int index, Probe probe, String reason) {
        return RawRecord.notRun(probe.id(), output.tool(index).orElse(Driver.tool(probe)), reason, exec.startedAt());
    }
}
