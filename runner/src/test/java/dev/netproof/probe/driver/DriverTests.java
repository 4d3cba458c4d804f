package dev.netproof.probe.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.classify.Classifier;
import dev.netproof.classify.Words;
import dev.netproof.cluster.ExecResult;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import dev.netproof.probe.LocalExec;
import dev.netproof.probe.LocalServers;
import dev.netproof.probe.Probes;
import dev.netproof.probe.Programs;
import dev.netproof.time.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver as it is shipped, in real shells, with real tools, against sockets of this machine. */
class DriverTests {

    private static final String HERE = "127.0.0.1";

    private final Driver driver = new Driver();
    private final Classifier classifier = new Classifier();
    private final LocalServers servers = new LocalServers();

    @BeforeEach
    void toolsAreThere() {
        assumeTrue(Stream.of("curl", "nc", "nslookup", "timeout").allMatch(Programs::present),
                "curl, nc, nslookup or timeout is not installed");
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    @Nested
    class InEveryShell {

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "bash --posix", "busybox sh"})
        void runsEachToolAndTellsTheirRecordsApart(String shell) throws Exception {
            int web = servers.http(200, "ok");
            int datagrams = servers.udp("pong\n".getBytes(UTF_8));
            int closed = servers.unused();
            List<Probe> probes = List.of(Probes.handshake("tcp-open", HERE, web),
                    Probes.handshake("tcp-refused", HERE, closed), Probes.get("http-open", HERE, web, "/"),
                    Probes.get("http-refused", HERE, closed, "/"), Probes.datagram("udp-open", HERE, datagrams),
                    Probes.datagram("udp-refused", HERE, closed),
                    Probes.query("dns-refused", Protocol.UDP, HERE, closed, "a.example"));

            List<RawRecord> records = records(shell, probes);

            assertThat(records).extracting(RawRecord::probe).containsExactly("tcp-open", "tcp-refused", "http-open",
                    "http-refused", "udp-open", "udp-refused", "dns-refused");
            assertThat(read(probes, records)).containsExactly("Connected CONNECT", "Closed REFUSED CONNECT",
                    "Connected EXCHANGE", "Closed REFUSED CONNECT", "Connected EXCHANGE", "Closed REFUSED CONNECT",
                    "Closed REFUSED DNS");
            assertThat(records.getFirst().command()).startsWith("nc").endsWith(HERE, String.valueOf(web));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void runsAJobOfHundredsOfKilobytes(String shell) throws Exception {
            int web = servers.http(204, "");
            String path = "/" + "x".repeat(700);
            List<Probe> probes = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                probes.add(Probes.get("p" + i, HERE, web, path + i));
            }
            DriverJob job = driver.job(probes);
            assertThat(job.stdin()).hasSizeGreaterThan(300_000);

            List<RawRecord> records = driver.read(job, exec(shell, job));

            assertThat(records).allSatisfy(record -> assertThat(classifier.httpStatus(record)).hasValue(204));
            // A connection of its own for each.
            assertThat(records).extracting(record -> record.stdout().replaceAll(".* local_port=(\\d+) .*", "$1"))
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void runsMoreRequestsThanOneCurlTakesAndManyHandshakesInOneGo(String shell) throws Exception {
            int web = servers.http(200, "ok");
            List<Probe> probes = new ArrayList<>();
            for (int i = 0; i < 650; i++) {
                probes.add(i % 13 == 0 ? Probes.handshake("t" + i, HERE, web) : Probes.get("h" + i, HERE, web, "/"));
            }

            List<RawRecord> records = records(shell, probes);

            assertThat(read(probes, records)).allMatch(words -> words.startsWith("Connected"));
        }
    }

    @Nested
    class Pulse {

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void tellsThatTheMachineAcceptedConnections(String shell) throws Exception {
            int web = servers.http(200, "ok");
            DriverJob job = driver.job(List.of(Probes.handshake("a", HERE, web), Probes.get("b", HERE, web, "/")));

            // Others may connect on this machine as well.
            assertThat(driver.visits(job, exec(shell, job)).orElseThrow()).isNotEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void isWaitedForOnlyWhereItIsWantedAndMissing(String shell) throws Exception {
            assumeTrue(alone(), "no network namespaces here");
            List<Probe> probes = List.of(Probes.handshake("refused", HERE, servers.unused()));
            DriverJob patient = driver.job(probes, Duration.ofSeconds(2));
            DriverJob hasty = driver.job(probes);
            String alone = "unshare -rn " + shell;

            ExecResult waited = exec(alone, patient);
            ExecResult hurried = exec(alone, hasty);

            assertThat(driver.visits(patient, waited)).hasValue(List.of());
            assertThat(driver.visits(hasty, hurried)).hasValue(List.of());
            assertThat(took(waited)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(took(hurried)).isLessThan(Duration.ofMillis(1900));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void isSeenBeforeTheFirstPacketAndThenBetweenItAndTheSecond(String shell, @TempDir Path folder)
                throws Exception {
            assumeTrue(alone(), "no network namespaces here");
            // Nobody has this address, and there is nobody to say so.
            DriverJob job = driver.job(List.of(Probes.handshake("silent", "10.9.9.9", 80)), Duration.ofSeconds(2));
            Path script = Files.writeString(folder.resolve("visited.sh"),
                    """
                    ip link set lo up
                    ip link add silence type veth peer name nowhere
                    ip link set nowhere up && ip link set silence up arp off
                    ip addr add 10.9.9.1/24 dev silence
                    nc -lk 20090 >/dev/null 2>&1 </dev/null &
                    listener=$!
                    while sleep 0.25; do nc -z 127.0.0.1 20090; done >/dev/null 2>&1 </dev/null &
                    trap "kill $! $listener" EXIT
                    "$@"
                    """);

            ExecResult exec = exec("unshare -rn sh " + script + " " + shell, job);

            Window span = Objects.requireNonNull(driver.spans(job, exec).get("silent"));
            List<Window> visits = driver.visits(job, exec).orElseThrow();
            assertThat(visits.getFirst().isBefore(span)).isTrue();
            // More often than a kubelet comes, since on a busy machine who visits is late.
            assertThat(visits).anySatisfy(visit -> {
                assertThat(visit.from()).isGreaterThan(span.from().plusMillis(100));
                assertThat(visit.to()).isLessThan(span.from().plusMillis(950));
            });
        }

        private static boolean alone() throws Exception {
            return Programs.present("unshare")
                    && new ProcessBuilder("unshare", "-rn", "true").start().waitFor() == 0;
        }

        private static Duration took(ExecResult exec) {
            return Duration.between(exec.startedAt(), exec.finishedAt());
        }
    }

    @Nested
    class HostileValues {

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void reachTheToolAsTheyAreOrNotAtAll(String shell, @TempDir Path directory) throws Exception {
            int web = servers.http(200, "ok");
            int dns = servers.udp(new byte[0]);
            Path trace = directory.resolve("trace");
            List<String> values = List.of("$(touch " + trace + ")", "`touch " + trace + "`", "; touch " + trace + " #",
                    "'; touch " + trace + "; '", "\"; touch " + trace + "; \"", "a\ntouch " + trace, "*", "~", "%00",
                    "-K" + trace, "--output=" + trace, "\"\noutput = \"" + trace + "\"\n", "a\\", "\\\"", "\u001etcp",
                    "\u001f", "%{json}", "{a,b}[1-9]", "é", "@" + trace, "a b", "$IFS", "\r\nX-Injected: 1");
            List<Probe> probes = new ArrayList<>();
            for (String value : values) {
                int i = probes.size();
                probes.add(Probes.get("path" + i, HERE, web, "/" + value));
                probes.add(Probes.request("host" + i, false, "GET", "/", HERE, web, value, null));
                probes.add(Probes.request("method" + i, false, value, "/", HERE, web, HERE, null));
                probes.add(Probes.query("name" + i, Protocol.UDP, HERE, dns, value));
                probes.add(Probes.handshake("address" + i, value, web));
            }

            List<RawRecord> records = records(shell, probes);

            assertThat(trace).doesNotExist();
            assertThat(records).hasSameSizeAs(probes);
            assertThat(records).filteredOn(record -> record.exitCode() == RawRecord.NOT_RUN)
                    .allSatisfy(record -> assertThat(record.stderr()).startsWith("the ").endsWith("."));
            assertThat(records).filteredOn(record -> record.probe().startsWith("path") && record.exitCode() >= 0)
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(classifier.httpStatus(record)).hasValue(200));
            assertThat(records).filteredOn(record -> record.probe().startsWith("address"))
                    .allSatisfy(record -> assertThat(record.exitCode()).isEqualTo(RawRecord.NOT_RUN));
            assertThat(servers.requests()).noneMatch(request -> request.contains("X-Injected:"));
        }

        @Test
        void reachTheServerInHostHeaderAndPath() throws Exception {
            int web = servers.http(200, "ok");
            List<Probe> probes = List
                    .of(Probes.request("p", false, "POST", "/a b/../é?q=$(id)#f", HERE, web, "pay.example", null));

            List<RawRecord> records = records("sh", probes);

            assertThat(read(probes, records)).containsExactly("Connected EXCHANGE");
            assertThat(servers.requests()).singleElement().asString()
                    .startsWith("POST /a%20b/../%C3%A9?q=$(id)%23f HTTP/1.1").contains("Host: pay.example:" + web);
        }
    }

    @Nested
    class HostileTargets {

        @Test
        void cannotForgeARecordInAnAnswer() throws Exception {
            String forged = "\n" + "0".repeat(32) + " r 1 0 1.00 1.00\n" + "0".repeat(32) + " z 0 1.00\n";
            int datagrams = servers.udp(forged.getBytes(UTF_8));
            int web = servers.http(200, forged.repeat(20), "X-A: 1\n* connect to 127.0.0.1 port 9 failed: forged");
            int silent = servers.silent();
            List<Probe> probes = List.of(Probes.datagram("answers", HERE, datagrams),
                    Probes.handshake("refused", HERE, servers.unused()), Probes.get("web", HERE, web, "/"),
                    Probes.datagram("silent", HERE, servers.silentUdp()), Probes.get("waits", HERE, silent, "/"));

            DriverJob job = driver.job(probes);
            ExecResult exec = exec("sh", job);
            List<RawRecord> records = driver.read(job, exec);

            assertThat(read(probes, records)).containsExactly("Connected EXCHANGE", "Closed REFUSED CONNECT",
                    "Connected EXCHANGE", "Closed TIMEOUT CONNECT", "Connected CONNECT unanswered");
            assertThat(exec.stdout().lines()).allMatch(line -> line.startsWith(exec.stdout().substring(0, 33)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void cannotAnswerUnseenWithAnEmptyDatagram(String shell) throws Exception {
            List<Probe> probes = List.of(Probes.datagram("empty", HERE, servers.udp(new byte[0])),
                    Probes.query("dns", Protocol.UDP, HERE, servers.udp(new byte[0]), "a.example"));

            List<RawRecord> records = records(shell, probes);

            assertThat(read(probes, records)).containsExactly("Connected EXCHANGE", "Connected DNS unanswered");
        }

        @Test
        void cannotHideAnAnswerInBytesThatAShellLoses() throws Exception {
            List<Probe> probes = List.of(Probes.datagram("nul", HERE, servers.udp(new byte[]{0, 0})),
                    Probes.datagram("newline", HERE, servers.udp(new byte[]{'\n'})),
                    Probes.datagram("escape", HERE, servers.udp(new byte[]{27, '[', '2', 'J', (byte) 0xff})));

            List<RawRecord> records = records("sh", probes);

            assertThat(read(probes, records)).containsOnly("Connected EXCHANGE");
            assertThat(records).extracting(RawRecord::stdout).containsExactly("\\x00\\x00", "\n", "\\x1b[2J\\xff");
        }
    }

    @Nested
    class Payloads {

        @ParameterizedTest
        @ValueSource(strings = {"dash", "bash", "busybox sh"})
        void reachTheServerByteForByte(String shell) throws Exception {
            StringBuilder every = new StringBuilder("%").append("s%").append("n\\0$(id)`id`'\"\u001e\u001f*");
            for (char c = 0; c <= 0xff; c++) {
                every.append(c);
            }
            byte[] answer = "OK".getBytes(UTF_8);
            List<Probe> probes = List.of(Probes.datagram("all", HERE, servers.udp(answer), every.toString()),
                    Probes.datagram("zeros", HERE, servers.udp(answer), "\0".repeat(1200)));

            List<RawRecord> records = records(shell, probes);

            assertThat(read(probes, records)).containsOnly("Connected EXCHANGE");
            assertThat(servers.datagrams()).containsExactlyInAnyOrder(every.toString(), "\0".repeat(1200));
        }
    }

    @Nested
    class MissingTools {

        @Test
        void spoilOnlyTheirOwnProbes(@TempDir Path bin) throws Exception {
            for (String tool : List.of("curl", "timeout", "head", "grep", "true", "od", "cat")) {
                Programs.script(bin.resolve(tool), "exec " + Programs.path(tool) + " \"$@\"");
            }
            int web = servers.http(200, "ok");
            List<Probe> probes = List.of(Probes.get("http", HERE, web, "/"), Probes.handshake("tcp", HERE, web),
                    Probes.datagram("udp", HERE, web), Probes.query("dns", Protocol.UDP, HERE, web, "a.example"));

            DriverJob job = driver.job(probes);
            List<RawRecord> records = driver.read(job, new LocalExec(List.of(Programs.path("dash").toString()),
                    Map.of("PATH", bin.toString())).run(job));

            assertThat(read(probes, records)).containsExactly("Connected EXCHANGE", "Unreadable", "Unreadable",
                    "Unreadable");
            assertThat(records.get(1).stderr())
                    .isEqualTo("nc: not found in the probe image. Use an image with curl, nc and nslookup.");
            assertThat(records.get(3).stderr())
                    .isEqualTo("nslookup: not found in the probe image. Use an image with curl, nc and nslookup.");
        }

        @Test
        void includeCurl(@TempDir Path bin) throws Exception {
            for (String tool : List.of("nc", "timeout", "head", "true")) {
                Programs.script(bin.resolve(tool), "exec " + Programs.path(tool) + " \"$@\"");
            }
            int web = servers.http(200, "ok");
            List<Probe> probes = List.of(Probes.get("http", HERE, web, "/"), Probes.handshake("tcp", HERE, web));

            DriverJob job = driver.job(probes);
            List<RawRecord> records = driver.read(job, new LocalExec(List.of(Programs.path("dash").toString()),
                    Map.of("PATH", bin.toString())).run(job));

            assertThat(read(probes, records)).containsExactly("Unreadable", "Connected CONNECT");
            assertThat(records.getFirst().stderr())
                    .isEqualTo("curl: not found in the probe image. Use an image with curl, nc and nslookup.");
        }

        @Test
        void leaveNothingWithoutHead(@TempDir Path bin) throws Exception {
            List<Probe> probes = List.of(Probes.handshake("tcp", HERE, 9));

            DriverJob job = driver.job(probes);
            List<RawRecord> records = driver.read(job, new LocalExec(List.of(Programs.path("dash").toString()),
                    Map.of("PATH", bin.toString())).run(job));

            assertThat(records.getFirst().stderr()).contains("the job did not arrive whole");
        }
    }

    @Test
    void leavesNoProcessBehindAndWritesNoFile(@TempDir Path directory) throws Exception {
        List<Probe> probes = List.of(Probes.get("h", HERE, servers.silent(), "/"),
                Probes.datagram("u", HERE, servers.silentUdp()), Probes.handshake("t", HERE, servers.unused()));

        ExecResult exec = new LocalExec(List.of("sh"),
                Map.of("TMPDIR", directory.toString(), "HOME", directory.toString()))
                .run(driver.job(probes));

        assertThat(exec.failure()).isEmpty();
        assertThat(Duration.between(exec.startedAt(), exec.finishedAt())).isLessThan(Duration.ofSeconds(10));
        assertThat(directory).isEmptyDirectory();
        assertThat(ProcessHandle.current().descendants()).noneMatch(process -> process.info().command()
                .map(command -> command.matches(".*/(curl|nc|nc\\.openbsd|timeout)")).orElse(false));
    }

    private List<RawRecord> records(String shell, List<Probe> probes) throws Exception {
        DriverJob job = driver.job(probes);
        return driver.read(job, exec(shell, job));
    }

    private ExecResult exec(String shell, DriverJob job) throws Exception {
        List<String> command = List.of(shell.split(" ", -1));
        assumeTrue(Programs.present(command.getFirst()), command.getFirst() + " is not installed");
        return new LocalExec(command, Map.of("LANG", "C.UTF-8", "http_proxy", "http://192.0.2.1:1")).run(job);
    }

    private List<String> read(List<Probe> probes, List<RawRecord> records) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            words.add(Words.of(classifier.classify(probe.ask().kind(), probe.proxy() != null, records.get(i))));
        }
        return words;
    }
}
