package dev.netproof.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Observation;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.RawRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each line of what the tools are known to print. What was seen on a wire is in {@link CapturedTests}. */
class ClassifierTests {

    private final Classifier classifier = new Classifier();

    @Nested
    class Curl {

        @ParameterizedTest(name = "exit {0}, \"{1}\" is {2}")
        @CsvSource({"28, Connection timed out after 3001 milliseconds, Closed TIMEOUT CONNECT",
                "28, Connection timeout after 3001 ms,              Closed TIMEOUT CONNECT",
                "28, Failed to connect to a port 80 after 3001 ms: Timeout was reached, Closed TIMEOUT CONNECT",
                "28, Resolving timed out after 3000 milliseconds,   Undetermined DNS",
                " 6, Could not resolve host: api,                   Undetermined DNS",
                " 5, Could not resolve proxy: egress,               Undetermined DNS",
                "35, error:0A00010B:SSL routines::wrong version number, Connected CONNECT unanswered",
                "52, Empty reply from server,                       Connected CONNECT unanswered",
                "56, Recv failure: Connection reset by peer,        Connected CONNECT unanswered",
                "22, The requested URL returned error: 503,         Connected CONNECT unanswered",
                " 2, option --nonsense: is unknown,                 Unreadable",
                " 3, URL using bad/illegal format,                  Unreadable",
                "27, Out of memory,                                 Unreadable",})
        void byExitCodeAndMessageWhenNoTimeTellsThatTcpConnected(int exit, String message, String expected) {
            assertThat(Words.of(http(exit, "000", 0, message, ""))).isEqualTo(expected);
        }

        @ParameterizedTest(name = "exit 7 and \"{0}\" is {1}")
        @CsvSource(quoteCharacter = '|', value = {
                "* connect to 10.0.0.1 port 80 failed: Connection refused,            Closed REFUSED CONNECT",
                "* connect to 10.0.0.1 port 80 from 10.0.0.2 port 4 failed: Connection refused, Closed REFUSED CONNECT",
                "* connect to 10.0.0.1 port 80 failed: No route to host,              Closed UNREACHABLE CONNECT",
                "* connect to 10.0.0.1 port 80 failed: Host is unreachable,           Closed UNREACHABLE CONNECT",
                "* connect to 10.0.0.1 port 80 failed: Connection timed out,          Closed TIMEOUT CONNECT",
                "* connect to 10.0.0.1 port 80 failed: Operation timed out,           Closed TIMEOUT CONNECT",
                "* Immediate connect fail for 10.0.0.1: Network is unreachable,       Closed UNREACHABLE CONNECT",
                "* Immediate connect fail for 10.0.0.1: Network unreachable,          Closed UNREACHABLE CONNECT",
                "* Immediate connect fail for 10.0.0.1: Operation not permitted,      Closed UNREACHABLE CONNECT",
                "* Immediate connect fail for 10.0.0.1: Permission denied,            Closed UNREACHABLE CONNECT",
                "||,                                                                  Closed REFUSED CONNECT",})
        void bySayingOnlyInItsVerboseTextWhyItCouldNotConnect(String verbose, String expected) {
            assertThat(
                    Words.of(http(7, "000", 0, "Failed to connect to a port 80: Couldn't connect to server", verbose)))
                    .isEqualTo(expected);
        }

        @ParameterizedTest(name = "HTTP {0} with exit {1} is open")
        @CsvSource({"200, 0", "301, 0", "403, 22", "404, 22", "503, 22", "500, 0", "200, 28", "200, 18", "200, 63"})
        void byAnyStatusAsOpen(int status, int exit) {
            Observation seen = http(exit, String.valueOf(status), 0.001, "", "");

            assertThat(Words.of(seen)).isEqualTo("Connected EXCHANGE");
            assertThat(seen.detail()).isEqualTo("HTTP " + status);
        }

        @Test
        void byATimeOfConnectOverZeroWhateverTheExitCode() {
            assertThat(Words.of(http(28, "000", 0.0004, "Operation timed out after 3000 ms with 0 bytes received", "")))
                    .isEqualTo("Connected CONNECT unanswered");
        }

        @Test
        void byItsVerboseTextWhenTheTimeOfConnectStayedZeroBehindASilentTlsServer() {
            String verbose = "* Connected to (nil) (10.0.0.1) port 443 (#0)";
            RawRecord connected = curl(28, fields("000", "000", 0, 41_234, "Connection timed out"), verbose);
            RawRecord neighbour = curl(28, fields("000", "000", 0, 0, "Connection timed out"), verbose);

            assertThat(Words.of(classifier.classify(ProbeKind.HTTPS, false, connected)))
                    .isEqualTo("Connected TLS unanswered");
            assertThat(Words.of(classifier.classify(ProbeKind.HTTPS, false, neighbour)))
                    .isEqualTo("Closed TIMEOUT CONNECT");
        }

        @Test
        void byTlsStageWhenTheHandshakeFailed() {
            RawRecord raw = curl(35, fields("000", "000", 0.001, 5, "wrong version number"), "");

            assertThat(Words.of(classifier.classify(ProbeKind.HTTPS, false, raw)))
                    .isEqualTo("Connected TLS unanswered");
        }

        @ParameterizedTest(name = "CONNECT answered with {0} is {1}")
        @CsvSource({"403, Closed REFUSED PROXY", "407, Closed REFUSED PROXY", "502, Closed UNREACHABLE PROXY",
                "503, Closed UNREACHABLE PROXY", "504, Closed TIMEOUT PROXY", "302, Closed REFUSED PROXY"})
        void byTheProxysRefusalAsClosedAtTheProxy(String status, String expected) {
            RawRecord raw = curl(56, fields("000", status, 0, 5, "CONNECT tunnel failed, response " + status), "");

            Observation seen = classifier.classify(ProbeKind.HTTP, true, raw);

            assertThat(Words.of(seen)).isEqualTo(expected);
            assertThat(seen.detail()).isEqualTo("closed at the proxy: " + status);
        }

        @ParameterizedTest(name = "exit {0}, \"{1}\" on the way to a proxy is {2}")
        @CsvSource({"7, connect to 10.0.0.1 port 3128 failed: Connection refused, Closed REFUSED PROXY",
                "7, connect to 10.0.0.1 port 3128 failed: No route to host, Closed UNREACHABLE PROXY",
                "28, '', Closed TIMEOUT PROXY"})
        void byAProxyThatIsNotReachedAsClosedBeforeTheProxy(int exit, String verbose, String expected) {
            Observation seen = classifier.classify(ProbeKind.HTTP, true,
                    curl(exit, fields("000", "000", 0, 0, "Connection timed out"), verbose));

            assertThat(Words.of(seen)).isEqualTo(expected);
            assertThat(seen.detail()).startsWith("closed before the proxy: ");
        }

        @ParameterizedTest(name = "exit {0} behind an open tunnel is open")
        @ValueSource(ints = {0, 28, 52, 56, 1})
        void byATunnelAsOpenToAHandshakeWhateverTheTargetSays(int exit) {
            RawRecord raw = curl(exit, fields("000", "200", 0.01, 5, "Empty reply from server"), "");

            assertThat(Words.of(classifier.classify(ProbeKind.TCP, true, raw))).isEqualTo("Connected CONNECT");
        }

        @ParameterizedTest(name = "where 200 or 204 is wanted: {0} with exit {1}, \"{2}\", via proxy {3}, is {4}")
        @CsvSource({"HTTP, 0, 200, '', false,                                    Connected EXCHANGE",
                "HTTP, 28, 204, Operation timed out, false,                      Connected EXCHANGE",
                "HTTP, 0, 302, '', false,                                        Closed REFUSED EXCHANGE",
                "HTTP, 0, 500, '', true,                                         Closed REFUSED EXCHANGE",
                "HTTP, 28, 100, Operation timed out, false,                      Undetermined EXCHANGE",
                "HTTP, 0, 999, '', false,                                        Undetermined EXCHANGE",
                "HTTP, 0, 600, '', false,                                        Undetermined EXCHANGE",
                "HTTP, 1, 000, Received HTTP/0.9 when not allowed, false,        Undetermined EXCHANGE",
                "HTTP, 28, 000, Operation timed out with 0 bytes, false,         Undetermined EXCHANGE",
                "HTTP, 52, 000, Empty reply from server, true,                   Undetermined EXCHANGE",
                "HTTP, 56, 000, Recv failure: Connection reset by peer, false,   Undetermined EXCHANGE",
                "HTTP, 56, 000, Recv failure: Connection reset by peer, true,    Closed REFUSED EXCHANGE",
                "HTTP, 56, 000, alert, false,                                    Undetermined EXCHANGE",
                "HTTPS, 35, 000, error:0A000410:SSL routines::sslv3 alert handshake failure, false, Closed REFUSED TLS",
                "HTTPS, 35, 000, error:0A000412:SSL routines::ssl/tls alert bad certificate, false, Closed REFUSED TLS",
                "HTTPS, 35, 000, gnutls_handshake() failed: A TLS fatal alert has been received., false, Closed REFUSED TLS",
                "HTTPS, 35, 000, BoringSSL: error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION, false, Closed REFUSED TLS",
                "HTTPS, 35, 000, error:0A00010B:SSL routines::wrong version number, false, Undetermined TLS",
                "HTTPS, 35, 000, OpenSSL SSL_connect: Connection reset by peer in connection to a:443, false, Undetermined TLS",
                "HTTPS, 35, 000, OpenSSL SSL_connect: Connection reset by peer in connection to a:443, true, Closed REFUSED EXCHANGE",
                "HTTPS, 35, 000, TLS connect error: unexpected eof while reading, true, Undetermined TLS"})
        void byAnAnswerThatDeniesAlone(ProbeKind kind, int exit, String status, String message, boolean viaProxy,
                String expected) {
            RawRecord raw = curl(exit, fields(status, viaProxy ? "200" : "000", 0.001, 5, message), "");

            assertThat(Words.of(classifier.classify(new Question(kind, viaProxy, Set.of(200, 204), ""), raw)))
                    .isEqualTo(expected);
        }

        @ParameterizedTest(name = "connected to a proxy, exit {0} and \"{1}\" is {2}")
        @CsvSource({"28, Proxy CONNECT aborted due to timeout,     Undetermined PROXY",
                "56, Proxy CONNECT aborted,                    Undetermined PROXY",
                "52, Empty reply from server,                  Undetermined PROXY",
                "56, Recv failure: Connection reset by peer,   Closed REFUSED PROXY"})
        void byAProxyThatResetsButNotByOneThatIsSilent(int exit, String message, String expected) {
            RawRecord raw = curl(exit, fields("000", "000", 0.001, 5, message), "");

            assertThat(Words.of(classifier.classify(ProbeKind.HTTP, true, raw))).isEqualTo(expected);
        }

        @Test
        void byItsStatusForThoseWhoExpectOne() {
            assertThat(classifier.httpStatus(curl(0, fields("503", "200", 0.01, 5, ""), ""))).hasValue(503);
            assertThat(classifier.httpStatus(curl(7, fields("000", "000", 0, 0, ""), ""))).isEmpty();
            assertThat(classifier.httpStatus(nc("openbsd", 0, "succeeded!"))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "garbled", "exitcode=0 http_code=200", "errormsg=exitcode=0 time_connect=1"})
        void notAtAllWhenItsFieldsAreNotThere(String stdout) {
            assertThat(Words.of(classifier.classify(ProbeKind.HTTP, false, curl(0, stdout, ""))))
                    .isEqualTo("Unreadable");
            assertThat(Words.of(classifier.classify(ProbeKind.HTTP, true, curl(0, stdout, ""))))
                    .isEqualTo("Unreadable");
        }

        private Observation http(int exit, String status, double connect, String message, String verbose) {
            return classifier.classify(ProbeKind.HTTP, false,
                    curl(exit, fields(status, "000", connect, 0, message), verbose == null ? "" : verbose));
        }

        private static String fields(String http, String proxy, double connect, int localPort, String message) {
            return "exitcode=0 http_code=%s http_connect=%s local_port=%d time_connect=%f time_appconnect=0.000000"
                    .formatted(http, proxy, localPort, connect) + " time_total=0.1 errormsg=" + message;
        }

        private static RawRecord curl(int exit, String stdout, String stderr) {
            return record("curl", List.of("curl"), exit, stdout, stderr, Duration.ofMillis(1));
        }
    }

    @Nested
    class Nc {

        @ParameterizedTest(name = "{0}: exit {1}, \"{2}\" is {3}")
        @CsvSource(quoteCharacter = '|', value = {
                "openbsd, 0, Connection to 10.0.0.1 80 port [tcp/http] succeeded!,                Connected CONNECT",
                "openbsd, 1, nc: connect to 10.0.0.1 port 80 (tcp) failed: Connection refused,    Closed REFUSED CONNECT",
                "openbsd, 1, nc: connect to 10.0.0.1 port 80 (tcp) timed out: Operation now in progress, Closed TIMEOUT CONNECT",
                "openbsd, 1, nc: connect to 10.0.0.1 port 80 (tcp) failed: No route to host,      Closed UNREACHABLE CONNECT",
                "openbsd, 1, nc: connect to 10.0.0.1 port 80 (tcp) failed: Network is unreachable, Closed UNREACHABLE CONNECT",
                "openbsd, 1, nc: connect to 10.0.0.1 port 80 (tcp) failed: Host is unreachable,   Closed UNREACHABLE CONNECT",
                "openbsd, 1, nc: getaddrinfo for host \"api\" port 80: Name or service not known, Undetermined DNS",
                "openbsd, 1, nc: getaddrinfo for host \"api\" port 80: Temporary failure in name resolution, Undetermined DNS",
                "openbsd, 0, ||,                                                                  Unreadable",
                "openbsd, 1, ||,                                                                  Unreadable",
                "openbsd, 127, sh: 1: nc: not found,                                              Unreadable",
                "openbsd, 137, ||,                                                                Unreadable",
                "ncat, 0, Ncat: Connected to 10.0.0.1:80.,                                        Connected CONNECT",
                "ncat, 1, Ncat: Connection refused.,                                              Closed REFUSED CONNECT",
                "ncat, 1, Ncat: TIMEOUT.,                                                         Closed TIMEOUT CONNECT",
                "ncat, 1, Ncat: No route to host.,                                                Closed UNREACHABLE CONNECT",
                "traditional, 0, (UNKNOWN) [10.0.0.1] 80 (http) open,                             Connected CONNECT",
                "traditional, 1, (UNKNOWN) [10.0.0.1] 80 (http) : Connection refused,             Closed REFUSED CONNECT",
                "traditional, 1, (UNKNOWN) [10.0.0.1] 80 (http) : Connection timed out,           Closed TIMEOUT CONNECT",
                "BusyBox, 0, 10.0.0.1 (10.0.0.1:80) open,                                         Connected CONNECT",
                "BusyBox, 1, nc: 10.0.0.1 (10.0.0.1:80): Connection refused,                      Closed REFUSED CONNECT",
                "BusyBox, 1, nc: 10.0.0.1 (10.0.0.1:80): Operation timed out,                     Closed TIMEOUT CONNECT",
                "BusyBox, 1, nc: can't connect to remote host (10.0.0.1): Connection refused,     Closed REFUSED CONNECT",
                "BusyBox, 1, nc: timed out,                                                       Closed TIMEOUT CONNECT",
                "BusyBox, 1, nc: invalid option -- 'z',                                           Unreadable",
                "BusyBox, 1, nc: bad address 'api',                                               Undetermined DNS",})
        void handshakesByExitCodeAndText(String flavour, int exit, String text, String expected) {
            assertThat(Words.of(classifier.classify(ProbeKind.TCP, false, nc(flavour, exit, text))))
                    .isEqualTo(expected);
        }

        @Test
        void busyBoxByTheProgramThatItRunsOnceConnected() {
            List<String> command = List.of("nc", "-w", "3", "10.0.0.1", "80", "-e", "sh", "-c", "exit 42");
            RawRecord connected = record("nc (BusyBox)", command, 42, "", "", Duration.ZERO);
            RawRecord other = record("nc (BusyBox)", List.of("nc"), 42, "", "", Duration.ZERO);

            assertThat(Words.of(classifier.classify(ProbeKind.TCP, false, connected))).isEqualTo("Connected CONNECT");
            assertThat(Words.of(classifier.classify(ProbeKind.TCP, false, other))).isEqualTo("Unreadable");
        }

        @ParameterizedTest(name = "exit {0} after {1} ms is {2}")
        @CsvSource({"124, 5000, Closed TIMEOUT CONNECT", "143, 5000, Closed TIMEOUT CONNECT", "143, 10, Unreadable"})
        void endedByTimeout(int exit, long millis, String expected) {
            RawRecord raw = record("nc (openbsd)", List.of("nc"), exit, "", "", Duration.ofMillis(millis));

            assertThat(Words.of(classifier.classify(ProbeKind.TCP, false, raw))).isEqualTo(expected);
        }

        @ParameterizedTest(name = "UDP: exit {0}, answer \"{1}\", error \"{2}\" after {3} ms is {4}")
        @CsvSource({"0, pong, '',                                       10,   Connected EXCHANGE",
                "  124, pong, '',                                        3000, Connected EXCHANGE",
                "    0, '',   'Connection to 10.0.0.1 53 port [udp/*] succeeded!', 3000, Closed TIMEOUT CONNECT",
                "    0, '',   '',                                        3000, Closed TIMEOUT CONNECT",
                "    0, '',   '',                                        10,   Undetermined EXCHANGE",
                "    0, '',   ';; asked again: nslookup\n;; communications error to 10.0.0.1#53: connection refused', 10, Closed REFUSED CONNECT",
                "    0, '',   ';; asked again: nslookup\n;; communications error to 10.0.0.1#53: host unreachable', 10, Closed UNREACHABLE CONNECT",
                "    0, '',   ';; asked again: nslookup\n;; Warning: short (< header size) message received\n;; no servers could be reached', 10, Connected EXCHANGE",
                "    0, '',   ';; asked again: nslookup\nName:\tnetproof.invalid', 10, Connected EXCHANGE",
                "    0, '',   ';; asked again: nslookup\n;; communications error to 10.0.0.1#53: timed out\n;; no servers could be reached', 10, Undetermined EXCHANGE",
                "    0, '',   ';; asked again: nslookup\n;; reply from unexpected source: 10.0.0.2#53, expected 10.0.0.1#53', 10, Undetermined EXCHANGE",
                "    0, '',   ';; asked again: nslookup', 10, Undetermined EXCHANGE",
                "    1, '',   nc: read: Connection refused,              10,   Closed REFUSED CONNECT",
                "    1, '',   nc: connect: Network is unreachable,       10,   Closed UNREACHABLE CONNECT",
                "    1, '',   nc: invalid option -- 'u',                 10,   Unreadable",
                "  137, '',   '',                                        10,   Unreadable",})
        void datagramsAsOpenOnlyWithAnAnswer(int exit, String stdout, String stderr, long millis, String expected) {
            RawRecord raw = record("nc (openbsd)", List.of("nc", "-n", "-u", "-w", "3", "10.0.0.1", "53"), exit, stdout,
                    stderr, Duration.ofMillis(millis));

            assertThat(Words.of(classifier.classify(ProbeKind.UDP, false, raw))).isEqualTo(expected);
        }
    }

    @Nested
    class Datagrams {

        @ParameterizedTest(name = "\"{0}\" where \"{1}\" is expected is {2}")
        @CsvSource({"pong 1, pong,     Connected EXCHANGE", "say pong, pong,   Connected EXCHANGE",
                "pang,     pong,     Connected EXCHANGE unanswered", "'\\x00\\x1b', x00, Connected EXCHANGE unanswered",
                "'a\\x5cb', 'a\\b', Connected EXCHANGE", "'\\xff\\xfe', '\u00ff\u00fe', Connected EXCHANGE"})
        void areWhatAnAllowWantsOnlyIfTheyHoldIt(String stdout, String expect, String expected) {
            RawRecord raw = record("nc (openbsd)", List.of("nc"), 0, stdout, "", Duration.ofMillis(3));

            assertThat(Words.of(classifier.classify(new Question(ProbeKind.UDP, false, Set.of(), expect), raw)))
                    .isEqualTo(expected);
        }
    }

    @Nested
    class Nslookup {

        @ParameterizedTest(name = "{0}: exit {1}, \"{2}\" is {3}")
        @CsvSource(quoteCharacter = '|', value = {"BIND, 0, Name:\tapi.example,                          Connected DNS",
                "BIND, 1, ** server can't find api.example: NXDOMAIN,                                     Connected DNS",
                "BIND, 1, ** server can't find api.example: SERVFAIL,                                     Connected DNS",
                "BIND, 1, ** server can't find api.example: REFUSED,                                      Connected DNS",
                "BIND, 0, *** Can't find api.example: No answer,                                          Connected DNS",
                "BIND, 1, ;; communications error to 10.0.0.1#53: timed out,                              Closed TIMEOUT DNS",
                "BIND, 1, ;; communications error to 10.0.0.1#53: connection refused,                     Closed REFUSED DNS",
                "BIND, 1, ;; communications error to 10.0.0.1#53: host unreachable,                       Closed UNREACHABLE DNS",
                "BIND, 1, ;; UDP setup with 10.0.0.1#53(10.0.0.1) for a. failed: network unreachable.,    Closed UNREACHABLE DNS",
                "BIND, 1, ;; Connection to 10.0.0.1#53(10.0.0.1) for a. failed: timed out.,               Closed TIMEOUT DNS",
                "BIND, 1, ;; Connection to 10.0.0.1#53(10.0.0.1) for a. failed: connection refused.,      Closed REFUSED DNS",
                "BIND, 1, ;; connection timed out; no servers could be reached,                           Closed TIMEOUT DNS",
                "BIND, 1, ;; no servers could be reached,                                                 Closed TIMEOUT DNS",
                "BIND, 1, ;; Warning: ID mismatch: expected ID 26399; got 26400,                          Connected DNS unanswered",
                "BIND, 1, ;; Warning: short (< header size) message received,                             Connected DNS unanswered",
                "BIND, 0, ;; Warning: query response not set,                                             Connected DNS unanswered",
                "BIND, 1, ;; ;; Question section mismatch: got other.example/A/IN,                        Connected DNS unanswered",
                "BIND, 1, ;; Got bad packet: bad compression pointer,                                     Connected DNS unanswered",
                "BIND, 1, ;; BADCOOKIE; retrying.,                                                        Connected DNS unanswered",
                "BIND, 1, ;; reply from unexpected source: 10.0.0.9#53; expected 10.0.0.1#53,             Undetermined EXCHANGE",
                "BIND, 1, ;; something that no table knows,                                               Undetermined EXCHANGE",
                "BusyBox, 1, netproof: 2 datagrams came to the pod that no record shows,                  Undetermined EXCHANGE",
                "BIND, 1, ||,                                                                             Unreadable",
                "BIND, 10, nslookup: couldn't get address for 'api': not found,                           Unreadable",
                "BusyBox, 0, Non-authoritative answer:,                                                   Connected DNS",
                "BusyBox, 1, ** server can't find api.example: NXDOMAIN,                                  Connected DNS",
                "BusyBox, 1, ;; connection timed out; no servers could be reached,                        Closed TIMEOUT DNS",
                "BusyBox, 1, nslookup: read: Connection refused,                                          Closed REFUSED DNS",
                "BusyBox, 1, nslookup: can't connect to remote host (10.0.0.1): Network is unreachable,   Closed UNREACHABLE DNS",
                "BusyBox, 1, nslookup: bad address 'api',                                                 Unreadable",
                "BusyBox, 1, Usage: nslookup [HOST] [SERVER],                                             Unreadable"})
        void byAnyAnswerOfTheServerAsOpen(String flavour, int exit, String text, String expected) {
            assertThat(Words.of(query(flavour, exit, text))).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} and then silence is {1}")
        @CsvSource(delimiter = '|', value = {
                ";; Warning: ID mismatch: expected ID 26399, got 26400 | Connected DNS unanswered",
                ";; Truncated, retrying in TCP mode.                   | Connected DNS unanswered",
                ";; something that no table knows                      | Undetermined EXCHANGE",
                "netproof: 1 datagrams came to the pod                 | Undetermined EXCHANGE",
                "                                                      | Closed TIMEOUT DNS"})
        void byWhatCameBeforeTheSilence(String line, String expected) {
            Observation seen = query("BIND", 1, (line == null ? "" : line)
                    + "\n;; communications error to 10.0.0.1#53: timed out\n;; no servers could be reached\n");

            assertThat(Words.of(seen)).isEqualTo(expected);
        }

        @Test
        void byAnAnswerThatCameAfterAnError() {
            Observation seen = query("BIND", 1, """
                                                ;; communications error to 10.0.0.1#53: timed out
                                                Server:  10.0.0.1

                                                ** server can't find api.example: NXDOMAIN
                                                """);

            assertThat(seen.detail()).isEqualTo("NXDOMAIN: ** server can't find api.example: NXDOMAIN");
        }

        @Test
        void asDroppedWhenTimeoutEndedIt() {
            RawRecord raw = record("nslookup (BusyBox)", List.of("nslookup"), 143, "Server:\t10.0.0.1", "",
                    Duration.ofSeconds(3));

            assertThat(Words.of(classifier.classify(ProbeKind.DNS, false, raw))).isEqualTo("Closed TIMEOUT DNS");
        }

        private Observation query(String flavour, int exit, String text) {
            return classifier.classify(ProbeKind.DNS, false, record("nslookup (" + flavour + ")", List.of("nslookup"),
                    exit, text == null ? "" : text, "", Duration.ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDidNotRunIsUnreadableForItsReason(ProbeKind kind) {
        RawRecord raw = RawRecord.notRun("p", "nc", "nc: not found in the probe image.", Instant.EPOCH);

        assertThat(classifier.classify(kind, false, raw))
                .isEqualTo(new Observation.Unreadable("nc: not found in the probe image."));
    }

    @Test
    void anUnknownToolIsUnreadable() {
        RawRecord raw = record("telnet", List.of("telnet"), 0, "Connected", "", Duration.ZERO);

        assertThat(Words.of(classifier.classify(ProbeKind.TCP, false, raw))).isEqualTo("Unreadable");
    }

    private static RawRecord nc(String flavour, int exit, String text) {
        return record("nc (" + flavour + ")", List.of("nc"), exit, "", text == null ? "" : text, Duration.ZERO);
    }

    private static RawRecord record(String tool, List<String> command, int exit, String stdout, String stderr,
            Duration elapsed) {
        return new RawRecord("p", tool, command, exit, stdout, stderr, Instant.EPOCH, elapsed);
    }
}
