package dev.netproof.probe.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.List;

import dev.netproof.plan.Probe;

/**
 * What to execute in a probe pod to run its probes.
 *
 * <p>The container needs {@code sh}, {@code head}, {@code timeout} and the tools on its path, {@code od} for UDP, and
 * is better off with {@code grep}. It needs no writable path, no capability and no environment. It holds three
 * short-lived processes for each probe by nc or nslookup, a wave of them at a time, and one curl for each 300 requests.
 */
public final class DriverJob {

    /**
     * Reads a length, then as many bytes: the exec protocol has no end of input to wait for. The first field is the
     * script, the others are its arguments; they are ASCII, so that characters and bytes are the same in every locale.
     */
    private static final String BOOTSTRAP = """
                                            LC_ALL=C; export LC_ALL
                                            read -r size && job=$(head -c "$size") && [ "${#job}" -eq "$size" ] || {
                                              echo "netproof: the job did not arrive whole" >&2; exit 1; }
                                            set -f; IFS=$(printf '\\036'); set -- $job; unset IFS job
                                            script=$1; shift; eval "$script\"""";

    /** Ends a field of the job; no value may hold it. */
    private static final String END = "\u001e";

    private final String nonce;
    private final List<Probe> probes;
    private final Duration pulse;
    private final String payload;

    DriverJob(String nonce, List<Probe> probes, Duration pulse, String script, List<String> arguments) {
        this.nonce = nonce;
        this.probes = List.copyOf(probes);
        this.pulse = pulse;
        // The final END keeps command substitution from taking final newlines off; field splitting makes nothing of it.
        this.payload = script + END + String.join(END, arguments) + END;
    }

    /** What its records begin with, and those of no other job. */
    public String nonce() {
        return nonce;
    }

    List<Probe> probes() {
        return probes;
    }

    /** How long its beginning may wait for a connection that the pod accepts. */
    Duration pulse() {
        return pulse;
    }

    /** The same for every job, whatever is probed. */
    public List<String> command() {
        return List.of("sh", "-c", BOOTSTRAP);
    }

    /** All that the driver reads; the stream may stay open behind it. */
    public byte[] stdin() {
        return (payload.length() + "\n" + payload).getBytes(US_ASCII);
    }
}
