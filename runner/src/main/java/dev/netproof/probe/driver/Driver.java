package dev.netproof.probe.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.RawRecord;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import dev.netproof.time.Window;

/**
 * Turns the probes of one pod into one exec, and what came out of it into one record a probe.
 *
 * <p>All probes start together, so the exec takes about as long as the slowest of them; only hundreds by nc or
 * nslookup go in waves. See {@link DriverJob} for what the container must have. Thread-safe.
 */
public final class Driver {

    /** Transfers of one curl. Its {@code --parallel-max} ends there too. */
    private static final int TRANSFERS = 300;
    private static final int NONCE_BYTES = 16;
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final String script = script();

    /** What to execute to run all these probes at the same time. */
    public DriverJob job(List<Probe> probes) {
        return job(probes, Duration.ZERO);
    }

    /**
     * What to execute to run all these probes at the same time.
     *
     * @param pulse how long, in whole seconds, the beginning may wait for a connection that the pod accepts
     */
    public DriverJob job(List<Probe> probes, Duration pulse) {
        String nonce = nonce();
        List<String> configs = new ArrayList<>();
        ShellProbes byHand = new ShellProbes();
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            if (ProbeArgumentCheck.about(probe).isPresent()) {
                continue;
            }
            if (byCurl(probe)) {
                configs.add(new CurlTransfer(i, probe).config(nonce + " j " + i));
            } else {
                byHand.add(i, probe);
            }
        }
        List<String> arguments = new ArrayList<>();
        arguments.add(nonce);
        arguments.add(String.valueOf(longest(probes).plus(SPARE).toSeconds()));
        arguments.add(String.valueOf(byHand.words().size()));
        arguments.add(String.valueOf(pulse.toSeconds()));
        arguments.addAll(byHand.words());
        for (int from = 0; from < configs.size(); from += TRANSFERS) {
            arguments.add(String.join("next\n", configs.subList(from, Math.min(configs.size(), from + TRANSFERS))));
        }
        return new DriverJob(nonce, probes, pulse, script, arguments);
    }

    /** After this the exec may be given up: every tool has a limit of its own, and all of them have passed. */
    public Duration limit(DriverJob job) {
        ShellProbes byHand = new ShellProbes();
        job.probes().stream().filter(probe -> !byCurl(probe)).forEach(probe -> byHand.add(0, probe));
        return longest(job.probes()).plusSeconds(3).multipliedBy(byHand.waves()).plus(job.pulse()).plus(SPARE);
    }

    /**
     * Exactly one record for each probe of the job, in their order. A probe whose record did not come, or not whole, or
     * twice with different words, gets one with the exit code {@link RawRecord#NOT_RUN} and the reason; so do all of
     * them when the output is that of another job.
     */
    public List<RawRecord> read(DriverJob job, ExecResult exec) {
        return new RecordReader(job.nonce(), job.probes(), exec).records();
    }

    /** When the pod accepted connections while the job ran, since it began; empty where its kernel did not say. */
    public Optional<List<Window>> visits(DriverJob job, ExecResult exec) {
        return new DriverOutput(job.nonce(), exec.stdout()).visits();
    }

    /** From before the tool of each probe started until after it ended, by the probe's id, since the job began. */
    public Map<String, Window> spans(DriverJob job, ExecResult exec) {
        DriverOutput output = new DriverOutput(job.nonce(), exec.stdout());
        Map<String, Window> spans = new HashMap<>();
        for (int i = 0; i < job.probes().size(); i++) {
            Probe probe = job.probes().get(i);
            (byCurl(probe) ? output.curlSpan() : output.result(i).map(DriverOutput.Result::span))
                    .ifPresent(span -> spans.put(probe.id(), span));
        }
        return spans;
    }

    /** The program that is to run the probe. */
    public static String tool(Probe probe) {
        if (byCurl(probe)) {
            return "curl";
        }
        return probe.ask() instanceof Ask.Query ? "nslookup" : "nc";
    }

    /** Requests, and whatever goes through a proxy. */
    static boolean byCurl(Probe probe) {
        return probe.proxy() != null || probe.ask() instanceof Ask.Request;
    }

    private static Duration longest(List<Probe> probes) {
        return probes.stream().map(Probe::timeout).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
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
