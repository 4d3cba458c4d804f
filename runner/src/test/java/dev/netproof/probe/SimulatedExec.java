package dev.netproof.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import org.jspecify.annotations.Nullable;

/** Execs of which the driver's output is made up, to be read as that of real ones: replayed and torn ones too. */
public final class SimulatedExec {

    private final Driver driver = new Driver();
    private final List<String> outputs = new ArrayList<>();

    /** What was read; no count where the pod's kernel does not tell. */
    public record Read(List<RawRecord> records, OptionalInt accepted) {}

    /** How many whole outputs there are by now that could be replayed. */
    public int outputs() {
        return outputs.size();
    }

    /**
     * An exec of these probes.
     *
     * @param says what each comes to, by id; none for one that sends no record
     * @param accepted how many connections the pod accepted meanwhile; null where its kernel does not tell
     * @param replayed the number of the output that comes in place of its own; -1 for its own
     * @param cut where its output ends, in thousandths of its length; 1000 for whole
     */
    public Read read(List<Probe> probes, Map<String, NcSays> says, @Nullable Integer accepted, Instant at, int replayed,
            int cut) {
        DriverJob job = driver.job(probes);
        String own = output(job.nonce(), probes, says, accepted, at);
        String whole = replayed < 0 ? own : outputs.get(replayed);
        outputs.add(own);
        String came = whole.substring(0, whole.length() * cut / 1000);
        ExecResult result = new ExecResult(came, "", cut < 1000 ? null : Integer.valueOf(0),
                cut < 1000 ? "the connection was lost" : "", at, at.plusSeconds(1));
        return new Read(driver.read(job, result), driver.accepted(job, result));
    }

    private static String output(String nonce, List<Probe> probes, Map<String, NcSays> says, @Nullable Integer accepted,
            Instant at) {
        StringBuilder lines = new StringBuilder();
        line(lines, nonce, "h 0 100.00");
        if (accepted != null) {
            line(lines, nonce, "p 0 7");
        }
        for (int i = 0; i < probes.size(); i++) {
            NcSays answer = says.get(probes.get(i).id());
            if (answer != null) {
                RawRecord record = answer.of(probes.get(i), at);
                line(lines, nonce, "t " + i + " " + record.tool());
                line(lines, nonce, "a " + i + " nc");
                line(lines, nonce, "e " + i + " " + record.stderr());
                line(lines, nonce, "r " + i + " " + record.exitCode() + " 100.00 100.01 3");
            }
        }
        if (accepted != null) {
            line(lines, nonce, "p 0 " + (7 + accepted));
        }
        line(lines, nonce, "z 0 101.00");
        return lines.toString();
    }

    private static void line(StringBuilder lines, String nonce, String rest) {
        lines.append(nonce).append(' ').append(rest).append('\n');
    }
}
