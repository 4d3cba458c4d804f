package dev.netproof.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.driver.Driver;
import dev.netproof.probe.driver.DriverJob;
import dev.netproof.time.Window;
import org.jspecify.annotations.Nullable;

/** Execs of which the driver's output is made up, to be read as that of real ones: replayed and torn ones too. */
public final class SimulatedExec {

    private final Driver driver = new Driver();
    private final List<String> outputs = new ArrayList<>();

    /** What was read; no visits where the pod's kernel does not tell of them. */
    public record Read(List<RawRecord> records, Optional<List<Window>> visits, Map<String, Window> spans) {}

    /** How many whole outputs there are by now that could be replayed. */
    public int outputs() {
        return outputs.size();
    }

    /**
     * An exec of these probes.
     *
     * @param says what each comes to, by id; none for one that sends no record
     * @param begun when its tools start, since it began
     * @param visits when the pod accepted connections, since it began; null where its kernel does not tell
     * @param replayed the number of the output that comes in place of its own; -1 for its own
     * @param cut where its output ends, in thousandths of its length; 1000 for whole
     */
    public Read read(List<Probe> probes, Map<String, NcSays> says, Duration begun, @Nullable List<Window> visits,
            Instant at, int replayed, int cut) {
        DriverJob job = driver.job(probes);
        String own = output(job.nonce(), probes, says, begun, visits, at);
        String whole = replayed < 0 ? own : outputs.get(replayed);
        outputs.add(own);
        String came = whole.substring(0, whole.length() * cut / 1000);
        ExecResult result = new ExecResult(came, "", cut < 1000 ? null : Integer.valueOf(0),
                cut < 1000 ? "the connection was lost" : "", at, at.plusSeconds(1));
        return new Read(driver.read(job, result), driver.visits(job, result), driver.spans(job, result));
    }

    private static String output(String nonce, List<Probe> probes, Map<String, NcSays> says, Duration begun,
            @Nullable List<Window> visits, Instant at) {
        StringBuilder lines = new StringBuilder();
        line(lines, nonce, "h 0 " + uptime(Duration.ZERO));
        if (visits != null) {
            line(lines, nonce, "p 0 7 " + uptime(Duration.ZERO) + " " + uptime(Duration.ZERO));
        }
        for (int i = 0; i < probes.size(); i++) {
            NcSays answer = says.get(probes.get(i).id());
            if (answer != null) {
                RawRecord record = answer.of(probes.get(i), at);
                Duration ended = begun.plusMillis(10)
                        .plus(answer == NcSays.TIMEOUT ? probes.get(i).timeout() : Duration.ZERO);
                line(lines, nonce, "t " + i + " " + record.tool());
                line(lines, nonce, "a " + i + " nc");
                line(lines, nonce, "e " + i + " " + record.stderr());
                line(lines, nonce,
                        "r " + i + " " + record.exitCode() + " " + uptime(begun) + " " + uptime(ended) + " 3");
            }
        }
        int accepted = 7;
        for (Window visit : visits == null ? List.<Window>of() : visits) {
            line(lines, nonce, "p 0 " + ++accepted + " " + uptime(visit.from()) + " " + uptime(visit.to()));
        }
        line(lines, nonce, "z 0 999.00");
        return lines.toString();
    }

    private static String uptime(Duration since) {
        return BigDecimal.valueOf(since.plusSeconds(100).toMillis(), 3).toPlainString();
    }

    private static void line(StringBuilder lines, String nonce, String rest) {
        lines.append(nonce).append(' ').append(rest).append('\n');
    }
}
