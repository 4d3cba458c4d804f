package dev.netproof.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;

/**
 * Turns the probes of one pod into one exec, and what came out of it into one record a probe.
 *
 * <p>All probes start together, so the exec takes as long as the longest of them: the job's slowest probe plus a
 * second or two. See {@link DriverJob} for what the container must have.
 */
final class Driver {

    /** Transfers of one curl. Its {@code --parallel-max} ends there too. */
    private static final int TRANSFERS = 300;
    private static final int NONCE_BYTES = 16;
    private static final Pattern TRANSFER = Pattern
            .compile("exitcode=(\\d+) .* time_total=([0-9.]+) errormsg=.*", Pattern.DOTALL);

    private final SecureRandom random = new SecureRandom();
    private final String script = script();

    /** What to execute to run all these probes at the same time. */
    DriverJob job(List<Probe> probes) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        List<String> arguments = new ArrayList<>(List.of(nonce, String.valueOf(limit(probes).toSeconds())));
        List<String> configs = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            if (Scruple.about(probe).isPresent()) {
                continue;
            }
            if (byCurl(probe)) {
                configs.add(new CurlTransfer(i, probe).config(nonce + " j " + i));
            } else {
                arguments.addAll(section(i, probe));
            }
        }
        arguments.add("curl");
        for (int from = 0; from < configs.size(); from += TRANSFERS) {
            arguments.add(String.join("next\n", configs.subList(from, Math.min(configs.size(), from + TRANSFERS))));
        }
        return new DriverJob(script, arguments);
    }

    /** After this the exec may be given up: every tool has a limit of its own, and all of them have passed. */
    Duration limit(List<Probe> probes) {
        return probes.stream().map(Probe::timeout).max(Duration::compareTo).orElse(Duration.ZERO).plusSeconds(10);
    }

    /**
     * Exactly one record for each probe, in their order. A probe whose record did not come, or not whole, gets one with
     * the exit code {@link RawRecord#NOT_RUN} and the reason.
     */
    List<RawRecord> read(List<Probe> probes, ExecResult exec) {
        DriverOutput output = new DriverOutput(exec.stdout());
        List<RawRecord> records = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            Optional<String> scruple = Scruple.about(probe);
            Optional<RawRecord> record = scruple.isPresent()
                    ? Optional.of(notRun(probe, output.tool(i), scruple.get(), exec))
                    : byCurl(probe) ? transfer(i, probe, output, exec) : result(i, probe, output, exec);
            records.add(record.orElse(notRun(probe, output.tool(i), missing(i, probe, output, exec), exec)));
        }
        return List.copyOf(records);
    }

    private static Optional<RawRecord> result(int index, Probe probe, DriverOutput output, ExecResult exec) {
        return output.result(index)
                .map(result -> new RawRecord(probe.id(), output.tool(index).orElse(tool(probe)), output.command(index),
                        result.exitCode(), output.stdout(index), output.stderr(index),
                        exec.startedAt().plus(result.start()), result.elapsed()));
    }

    private static Optional<RawRecord> transfer(int index, Probe probe, DriverOutput output, ExecResult exec) {
        return output.transfer(index).map(TRANSFER::matcher).filter(Matcher::matches)
                .map(fields -> new RawRecord(probe.id(), "curl", new CurlTransfer(index, probe).command(),
                        Integer.parseInt(fields.group(1)), fields.group(), verbose(index, probe, output),
                        exec.startedAt().plus(output.curlStart()),
                        Duration.ofNanos(new BigDecimal(fields.group(2)).movePointRight(9).longValue())));
    }

    /**
     * The lines of curl's verbose text about this transfer. Those of a failure name the address and port alone, and
     * curl 7.88 has forgotten the name it connects to when it says that it is connected.
     */
    private static String verbose(int index, Probe probe, DriverOutput output) {
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

    private static String missing(int index, Probe probe, DriverOutput output, ExecResult exec) {
        List<String> reasons = new ArrayList<>();
        output.reason(index).or(() -> byCurl(probe) ? output.reasonOfCurl() : Optional.empty())
                .ifPresentOrElse(reasons::add, () -> {
                    if (!output.begun()) {
                        reasons.add("the driver printed nothing of its own in the probe pod.");
                    } else if (!output.ended()) {
                        reasons.add("the exec broke off before this probe was done.");
                    } else if (byCurl(probe) && output.transfer(index).isPresent()) {
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
        if (byCurl(probe)) {
            output.curlVerbose().stream().filter(line -> line.startsWith("curl: ")).findFirst().ifPresent(reasons::add);
        }
        String reason = PrintableText.of(String.join(" ", reasons));
        return reason.substring(0, Math.min(reason.length(), 2000));
    }

    private static RawRecord notRun(Probe probe, Optional<String> tool, String reason, ExecResult exec) {
        return RawRecord.notRun(probe.id(), tool.orElse(tool(probe)), reason, exec.startedAt());
    }

    private static boolean byCurl(Probe probe) {
        return probe.proxy() != null || probe.ask() instanceof Ask.Request;
    }

    /** The program that is to run the probe. */
    static String tool(Probe probe) {
        if (byCurl(probe)) {
            return "curl";
        }
        return probe.ask() instanceof Ask.Query ? "nslookup" : "nc";
    }

    /** The words by which the driver is told of a probe that is not curl's. */
    private static List<String> section(int index, Probe probe) {
        Endpoint endpoint = probe.endpoint();
        List<String> section = new ArrayList<>(List.of(String.valueOf(index), String.valueOf(wholeSeconds(probe)),
                endpoint.address(), String.valueOf(endpoint.port())));
        section.addFirst(switch (probe.ask()) {
            case Ask.Handshake handshake -> "tcp";
            case Ask.Datagram datagram -> "udp";
            case Ask.Query query -> "dns";
            case Ask.Request request -> throw new IllegalArgumentException("requests are curl's");
        });
        if (probe.ask() instanceof Ask.Query query) {
            section.add(endpoint.protocol().name());
            section.add(query.name().endsWith(".") ? query.name() : query.name() + ".");
        }
        return section;
    }

    /** nc and nslookup count in seconds. */
    private static long wholeSeconds(Probe probe) {
        return Math.max(1, Math.ceilDiv(probe.timeout().toMillis(), 1000L));
    }

    private static String script() {
        try (InputStream in = Driver.class.getResourceAsStream("driver.sh")) {
            if (in == null) {
                throw new IllegalStateException("driver.sh is not beside " + Driver.class.getName());
            }
            return new String(in.readAllBytes(), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("driver.sh cannot be read from the class path", e);
        }
    }
}
