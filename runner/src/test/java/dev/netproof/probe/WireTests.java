package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.netproof.classify.Classifier;
import dev.netproof.classify.Words;
import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.driver.Driver;
import dev.netproof.probe.driver.DriverJob;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Meets every condition of {@code wire.sh} with the real tools, all in one exec, and reads what they said.
 *
 * <p>With the system property {@code netproof.capture} the records are written under that directory, as
 * {@code capture.sh} wants them.
 */
class WireTests {

    private static final String WIRE = Path.of("src/test/capture/wire.sh").toAbsolutePath().toString();

    private final Driver driver = new Driver();
    private final Classifier classifier = new Classifier();

    @TestFactory
    Stream<DynamicTest> debianTools() throws Exception {
        return meet("debian", Condition.all(), Map.of(), "sh");
    }

    @TestFactory
    Stream<DynamicTest> busyBoxTools(@TempDir Path bin) throws Exception {
        assumeTrue(Programs.present("busybox"), "busybox is not installed");
        for (String applet : List.of("nc", "nslookup", "timeout", "head", "od", "grep")) {
            Programs.script(bin.resolve(applet), "exec " + Programs.path("busybox") + " " + applet + " \"$@\"");
        }
        List<Condition> conditions = Stream.concat(Condition.handshakes().stream(),
                Condition.queriesOfBusyBox().stream()).toList();
        return meet("busybox", conditions, Map.of("PATH", bin + ":" + System.getenv("PATH")), "busybox", "sh");
    }

    /** Alone on its wire, so that the kernel counts no datagram that a server took. */
    @TestFactory
    Stream<DynamicTest> busyBoxToolsInSilence(@TempDir Path bin) throws Exception {
        assumeTrue(Programs.present("busybox"), "busybox is not installed");
        Programs.script(bin.resolve("nslookup"), "exec " + Programs.path("busybox") + " nslookup \"$@\"");
        return meet("busybox alone", List.of(new Condition(
                Probes.query("dns-dropped-alone", Protocol.UDP, "127.0.0.1", 9001, "ok.example"),
                "Closed TIMEOUT DNS")), Map.of("PATH", bin + ":" + System.getenv("PATH")), "busybox", "sh");
    }

    private Stream<DynamicTest> meet(String flavour, List<Condition> conditions, Map<String, String> environment,
            String... shell) throws Exception {
        assumeTrue(wireWorks(), "no network namespaces here, or no nft, ip or perl");
        List<Probe> probes = conditions.stream().map(Condition::probe).toList();
        List<String> command = Stream.concat(Stream.of(WIRE), Stream.of(shell)).toList();
        DriverJob job = driver.job(probes);
        ExecResult exec = new LocalExec(command, environment).run(job);
        List<RawRecord> records = driver.read(job, exec);
        String capture = System.getProperty("netproof.capture", "");
        return IntStream.range(0, probes.size()).mapToObj(i -> {
            Condition condition = conditions.get(i);
            RawRecord record = records.get(i);
            return dynamicTest(flavour + ": " + record.probe(), () -> {
                if (!capture.isEmpty()) {
                    new Captured(condition, record).writeUnder(Path.of(capture));
                }
                Observation seen = classifier.classify(condition.question(), record);
                assertThat(Words.of(seen)).as("%s%n%s%n%s", seen, record, exec.stderr())
                        .isEqualTo(condition.expected());
            });
        });
    }

    private static boolean wireWorks() throws Exception {
        if (!Stream.of("unshare", "ip", "nft", "perl", "curl", "nc", "nslookup").allMatch(Programs::present)) {
            return false;
        }
        Process trial = new ProcessBuilder(WIRE, "true").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return trial.waitFor(20, TimeUnit.SECONDS) && trial.exitValue() == 0;
    }
}
