package dev.netproof.probe.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netproof.classify.Classifier;
import dev.netproof.classify.Question;
import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.Probes;
import org.junit.jupiter.api.Timeout;

/** Whatever an exec prints, each probe has one record, and each record is read. */
class DriverFuzzTests {

    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    /** Stands for the nonce at the beginning of a line: no fuzzer guesses 32 digits again and again. */
    private static final Pattern SHORT = Pattern.compile("^N ", Pattern.MULTILINE);

    private final Classifier classifier = new Classifier();
    private final List<Probe> probes = List.of(Probes.handshake("tcp", "10.0.0.1", 80),
            Probes.get("http", "10.0.0.1", 80, "/"), Probes.datagram("udp", "10.0.0.1", 53),
            Probes.query("dns", Protocol.UDP, "10.0.0.1", 53, "a.example"),
            Probes.request("proxied", true, "GET", "/", "10.0.0.1", 443, "a.example", Probes.tcp("10.0.0.9", 3128)));

    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @FuzzTest
    void output(byte[] bytes) {
        String stdout = SHORT.matcher(new String(bytes, UTF_8)).replaceAll(NONCE + " ");
        ExecResult exec = new ExecResult(stdout, stdout, 0, "", START, START.plusSeconds(2));

        List<RawRecord> records = new RecordReader(NONCE, probes, exec).records();

        assertThat(records).extracting(RawRecord::probe).containsExactly("tcp", "http", "udp", "dns", "proxied");
        new DriverOutput(NONCE, stdout).visits();
        new DriverOutput(NONCE, stdout).curlSpan();
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            Observation seen = classifier.classify(Question.of(probe.ask().kind(), probe.proxy() != null),
                    records.get(i));
            if (records.get(i).exitCode() == RawRecord.NOT_RUN) {
                assertThat(seen).isInstanceOf(Observation.Unreadable.class);
            }
            classifier.httpStatus(records.get(i));
            classifier.stages(records.get(i));
        }
    }
}
