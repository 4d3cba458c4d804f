package dev.netproof.probe.driver;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.Probes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes out of an exec, each probe has one record. */
class RecordReaderTests {

    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final String WHOLE = """
                                        N h 0 100.00
                                        N t 0 nc (openbsd)
                                        N a 0 nc\u001f-z\u001f10.0.0.1\u001f80
                                        N e 0 Connection to 10.0.0.1 80 port [tcp/http] succeeded!
                                        N r 0 0 100.25 100.75 3
                                        N c 0 100.10
                                        N j 1 exitcode=7 http_code=000 time_connect=0.0 time_total=1.500000 errormsg=Failed to connect
                                        N v 0 * connect to 10.0.0.1 port 8080 failed: Connection refused
                                        N v 0 * connect to 10.0.0.1 port 80 failed: No route to host
                                        N y 0 2
                                        N z 0 101.00
                                        """
            .replace("N ", NONCE + " ");

    private final List<Probe> probes = List.of(Probes.handshake("tcp", "10.0.0.1", 80),
            Probes.get("http", "10.0.0.1", 80, "/"));

    @Test
    void aWholeOutputIsReadWithTimesOfTheExecsOwnClock() {
        List<RawRecord> records = read(WHOLE, "");

        assertThat(records.getFirst()).isEqualTo(new RawRecord("tcp", "nc (openbsd)",
                List.of("nc", "-z", "10.0.0.1", "80"), 0, "", "Connection to 10.0.0.1 80 port [tcp/http] succeeded!",
                START.plusMillis(250), Duration.ofMillis(500)));
        assertThat(records.getLast().exitCode()).isEqualTo(7);
        assertThat(records.getLast().stderr()).isEqualTo("* connect to 10.0.0.1 port 80 failed: No route to host");
        assertThat(records.getLast().startedAt()).isEqualTo(START.plusMillis(100));
        assertThat(records.getLast().elapsed()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void cutOffAnywhereItHasARecordForEachProbeAndNoneThatIsWrong() {
        List<RawRecord> whole = read(WHOLE, "");
        for (int length = 0; length < WHOLE.length(); length++) {
            List<RawRecord> records = read(WHOLE.substring(0, length), "the connection was lost");

            assertThat(records).hasSize(2);
            for (int i = 0; i < 2; i++) {
                RawRecord record = records.get(i);
                if (record.exitCode() == RawRecord.NOT_RUN) {
                    assertThat(record.stderr()).contains("The exec failed: the connection was lost");
                } else {
                    assertThat(record).usingRecursiveComparison().ignoringFields("stderr").isEqualTo(whole.get(i));
                }
            }
        }
    }

    @Test
    void garbledItHasARecordForEachProbe() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            StringBuilder garbled = new StringBuilder(WHOLE);
            for (int i = 0; i < 20; i++) {
                garbled.setCharAt(33 + random.nextInt(garbled.length() - 33), (char) random.nextInt(0x2100));
            }
            assertThat(read(garbled.toString(), "")).extracting(RawRecord::probe).containsExactly("tcp", "http");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "sh: syntax error\n", "z z z\n"})
    void withoutTheDriversFirstLineNothingIsBelieved(String before) {
        List<RawRecord> records = read(before + WHOLE.substring(WHOLE.indexOf('\n') + 1), "");

        assertThat(records).allSatisfy(record -> assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN));
        assertThat(records.getFirst().stderr()).startsWith("the driver printed nothing of its own");
    }

    @Test
    void linesWithAnotherNonceAreNotTheDrivers() {
        String forged = WHOLE.replace("r 0 0", "r 0 1").replace("\n" + NONCE + " r",
                "\nfedcba9876543210fedcba9876543210 r");

        assertThat(read(forged, "").getFirst().stderr()).isEqualTo("the record of this probe never came.");
    }

    @Test
    void theOutputOfAnotherExecIsNotBelievedHoweverWhole() {
        List<RawRecord> records = read(WHOLE.replace(NONCE, "fedcba9876543210fedcba9876543210"), "");

        assertThat(records).allSatisfy(record -> {
            assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
            assertThat(record.stderr()).startsWith("what came back is the output of another exec");
        });
    }

    @ParameterizedTest
    @CsvSource({"r 0 1 100.25 103.25 3,           0", "s 0 nc: not found in the probe image.,  0",
            "j 1 exitcode=28 http_code=000 time_connect=0.0 time_total=3.0 errormsg=Timeout, 1",
            "s 1 curl: not found,                1"})
    void twoRecordsOfOneProbeThatDifferAreBothNotBelieved(String second, int index) {
        for (String torn : List.of(WHOLE.replace(NONCE + " z", NONCE + " " + second + "\n" + NONCE + " z"),
                WHOLE.replace(NONCE + " t 0", NONCE + " " + second + "\n" + NONCE + " t 0"))) {
            assertThat(read(torn, "").get(index).stderr()).startsWith("the record of this probe came torn");
            assertThat(read(torn, "").get(1 - index)).isEqualTo(read(WHOLE, "").get(1 - index));
        }
    }

    @Test
    void aFrameThatCameTwiceTellsNothingNew() {
        String twice = WHOLE.replaceAll("(?m)^(.* [rj] [01] .*\n)", "$1$1");

        assertThat(read(twice, "")).isEqualTo(read(WHOLE, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t 0", "a 0", "e 0"})
    void aRecordWithoutOneOfItsLinesIsNotBelieved(String line) {
        String torn = WHOLE.replaceAll("(?m)^.* " + line + " .*\n", "");

        assertThat(read(torn, "").getFirst().stderr()).startsWith("the record of this probe came torn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?m)^.* v 0 .*8080.*\n", "(?m)^.* y 0 .*\n"})
    void withoutAllThatCurlSaidOfAddressesNoTransferIsBelieved(String line) {
        RawRecord record = read(WHOLE.replaceAll(line, ""), "").getLast();

        assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
        assertThat(record.stderr()).isEqualTo("what curl said did not come whole.");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
            "'p 0 5 100.00 100.01', none",
            "'p 0 5 100.00 100.01,p 0 6 100.40 100.52', PT0.4S..PT0.52S",
            "'p 0 5 100.00 100.01,p 0 6 100.40 100.52,p 0 7 101.40 101.50', PT0.4S..PT0.52S PT1.4S..PT1.5S",
            "'p 0 5 100.00 100.01,p 0 6 100.40 100.52,p 0 6 100.40 100.52', PT0.4S..PT0.52S",
            "'p 0 5 100.00 100.01,p 0 6 100.52 100.40', PT0S..PT24000H",
            "'p 0 5 100.00 100.01,p 0 6 99.40 100.40', PT0S..PT24000H",
            "'p 0 5', unknown",
            "'p 0 5 100.00 100.01,p 0 x 100.40 100.52', unknown",
            "'p 0 5 100.00 100.01,p 0 6 100.40', unknown",
            "'p 1 5 100.00 100.01', unknown",
            "'', unknown",
    })
    void whenThePodAcceptedConnectionsIsKnownFromWhatItsKernelCounted(String lines, String expected) {
        String output = WHOLE.replace(NONCE + " z", lines.isEmpty() ? NONCE + " z"
                : NONCE + " " + lines.replace(",", "\n" + NONCE + " ") + "\n" + NONCE + " z");

        assertThat(new DriverOutput(NONCE, output).visits()
                .map(visits -> visits.isEmpty() ? "none"
                        : visits.stream().map(visit -> visit.from() + ".." + visit.to()).collect(joining(" ")))
                .orElse("unknown")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} datagrams, of which {1} show: told {2}")
    @CsvSource({"0, 0, ''", "1, 1, ''", "2, 1, 1 datagrams came to the pod", "1, 0, 1 datagrams came to the pod",
            "-1, 0, nobody knows whether datagrams came"})
    void datagramsThatNoRecordShowsAreToldToTheSilentQueryOfBusyBox(int came, int shown, String told) {
        String silent = "h 0 1.0\nu 0 5\nt 0 nslookup (BusyBox)\nr 0 143 1.0 4.0 1\nt 1 nslookup (BusyBox)\no 1 "
                + (shown > 0 ? "Name:\ta.example" : "Server:\t10.0.0.1") + "\nr 1 0 1.0 1.1 2\n"
                + (came < 0 ? "" : "u 0 " + (5 + came) + "\n") + "z 0 4.0\n";
        List<Probe> queries = List.of(Probes.query("silent", Protocol.UDP, "10.0.0.1", 53, "a.example"),
                Probes.query("other", Protocol.UDP, "10.0.0.2", 53, "a.example"));
        ExecResult exec = new ExecResult(silent.replaceAll("(?m)^", NONCE + " "), "", 0, "", START, START);

        RawRecord record = new RecordReader(NONCE, queries, exec).records().getFirst();

        assertThat(record.exitCode()).isEqualTo(143);
        if (told.isEmpty()) {
            assertThat(record.stderr()).isEmpty();
        } else {
            assertThat(record.stderr()).contains("netproof: " + told);
        }
    }

    @Test
    void aCurlThatKnowsNoExitCodeOfATransferIsNamed() {
        String old = WHOLE.replace("exitcode=7 ", "exitcode= ");

        assertThat(read(old, "").getLast().stderr()).contains("Use an image with curl 7.75 or newer.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", ".", "12345678901234567890", "1e9", ""})
    void aTransferWhoseTimeIsNoTimeIsNotBelieved(String time) {
        RawRecord record = read(WHOLE.replace("time_total=1.500000", "time_total=" + time), "").getLast();

        assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN);
    }

    @Test
    void aTransferWhoseExitCodeIsBeyondAnyIsNotBelieved() {
        assertThat(read(WHOLE.replace("exitcode=7", "exitcode=99999999999"), "").getLast().exitCode())
                .isEqualTo(RawRecord.NOT_RUN);
    }

    @Test
    void aTimeOfAMillionDigitsTakesNoTime() {
        String endless = WHOLE.replace("100.25", "1".repeat(1_000_000));

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(read(endless, "").getFirst().elapsed())
                .isEqualTo(Duration.ofMillis(100_750)));
    }

    @Test
    void aCurlThatFailedAltogetherIsQuoted() {
        String failed = WHOLE.replaceAll("(?m)^.* j 1 .*\n", "").replace("v 0 * connect to 10.0.0.1 port 8080",
                "v 0 curl: option --resolve: error, not connect to");

        assertThat(read(failed, "").getLast().stderr()).contains("never came. curl: option --resolve: error");
    }

    private List<RawRecord> read(String stdout, String failure) {
        ExecResult exec = new ExecResult(stdout, "", 0, failure, START, START.plusSeconds(2));
        return new RecordReader(NONCE, probes, exec).records();
    }
}
