package dev.netproof.matrix.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;

import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Port;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single values may look like; how mistakes in them read is in the corpus. */
class GrammarTests {

    @Nested
    class OfPorts {

        @ParameterizedTest
        @CsvSource({"1, 1, TCP", "8080, 8080, TCP", "65535/TCP, 65535, TCP", "53/UDP, 53, UDP"})
        void readsNumbers(String text, int number, Protocol protocol) {
            assertThat(read(new Ports(), text)).isEqualTo(new Port.Numbered(number, protocol));
        }

        @ParameterizedTest
        @CsvSource({"http, http, TCP", "dns/UDP, dns, UDP", "h2-c, h2-c, TCP", "8080-tcp, 8080-tcp, TCP",
                "fifteen-letters, fifteen-letters, TCP"})
        void readsNames(String text, String name, Protocol protocol) {
            assertThat(read(new Ports(), text)).isEqualTo(new Port.Named(name, protocol));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/", "80/", "/UDP", "80/UDP/TCP", "http_alt", "-http", "http-", "ht--tp",
                "sixteen-letters-", "99999999999999999999", "८०", " 80", "80 ", "80/SCTP", "http/sctp", "00"})
        void refusesTheRest(String text) {
            assertRefused(new Ports(), text);
        }

        @ParameterizedTest
        @CsvSource({"8080/TCP, 8080", "53/UDP, 53/UDP", "http, http"})
        void areWrittenAsTheyAreRead(String text, String written) {
            assertThat(read(new Ports(), text).written()).isEqualTo(written);
        }
    }

    @Nested
    class OfDurations {

        @ParameterizedTest
        @CsvSource({"1ms, 1", "500ms, 500", "3s, 3000", "60s, 60000", "1m, 60000", "03s, 3000"})
        void readsAWholeNumberAndAUnit(String text, long millis) {
            assertThat(read(Durations.TIMEOUT, text)).isEqualTo(Duration.ofMillis(millis));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "s", "3", "3 s", "3S", "3sec", "1h", "1d", "0ms", "0m", "-1s", "+1s", "1.5s",
                "1,5s",
                "PT3S", "1m30s", "61s", "2m", "999999999999999999999s", "999999999m"})
        void refusesTheRest(String text) {
            assertRefused(Durations.TIMEOUT, text);
        }

        @Test
        void allowsLongerForConvergenceThanForAnAttempt() {
            assertThat(read(Durations.CONVERGENCE, "10m")).isEqualTo(Duration.ofMinutes(10));
            assertRefused(Durations.CONVERGENCE, "601s");
        }
    }

    @Nested
    class OfAddresses {

        @ParameterizedTest
        @ValueSource(strings = {"203.0.113.7", "10.0.0.1", "169.254.169.254", "2001:db8::7", "fe80::1",
                "2001:DB8:0:0:0:0:0:1",
                "64:ff9b::192.0.2.1"})
        void readsLiterals(String text) {
            assertThat(read(new Addresses(), text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1.", "1", "0x7f000001", "2130706433",
                "2001:db8::7::1", "2001:db8", ":", ":::", "[::2]", "fe80::1%eth0", "10.0.0.0/8", "2001:db8::/32",
                "127.0.0.1", "127.1.2.3", "0.0.0.0", "::", "::1", "::ffff:10.0.0.1", "255.255.255.255", "239.1.1.1",
                "ff02::1", "example.org", "10.0.0.1\n"})
        void refusesTheRest(String text) {
            assertRefused(new Addresses(), text);
        }
    }

    @Nested
    class OfHosts {

        @ParameterizedTest
        @ValueSource(strings = {"example.org", "localhost", "a.b-c.D", "xn--bcher-kva.example", "1e100.net", "3com"})
        void readsDnsNames(String text) {
            assertThat(read(new Hosts(), text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "example.org.", ".org", "a..b", "-a.org", "a-.org", "a_b.org",
                "bücher.example",
                "*.example.org", "example.org:443", "https://example.org", "user@example.org", "example.org/x", "a b",
                "a\r\nHost: b", "10.0.0.1", "2001:db8::1", "1.2.3", "a.123"})
        void refusesTheRest(String text) {
            assertRefused(new Hosts(), text);
        }

        @Test
        void refusesWhatDnsCanNotCarry() {
            assertRefused(new Hosts(), "a".repeat(64) + ".org");
            assertRefused(new Hosts(), "a.".repeat(127) + "org");
        }
    }

    @Nested
    class OfRequests {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/healthz", "/a/b;c=1?d=e&f=%20", "/~u/@(x)'!*$+,:="})
        void readsPaths(String text) {
            assertThat(read(new RequestPaths(), text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "healthz", "http://example.org/", "/a b", "/a\tb", "/a\nb", "/a\r\nHost: b", "/ü",
                "/%",
                "/%2", "/%zz", "/a#b", "/{a}", "/[1-9]", "/\"", "/<", "/\\", "/^", "/`", "/|", "/\u007f"})
        void refusesWhatARequestLineCanNotCarry(String text) {
            assertRefused(new RequestPaths(), text);
        }

        @Test
        void refusesPathsThatAreTooLong() {
            assertThat(new RequestPaths().parse("/" + "a".repeat(1023))).isInstanceOf(Parsed.Read.class);
            assertRefused(new RequestPaths(), "/" + "a".repeat(1024));
            assertRefused(new RequestPaths(), "/" + "%41".repeat(100_000));
        }

        @ParameterizedTest
        @ValueSource(strings = {"kubernetes.default.svc.cluster.local", "example.org.", "_http._tcp.web", "a"})
        void readsQueries(String text) {
            assertThat(read(new Queries(), text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "-type=any", "a..b", "a b", "a\nb", "a;b", "$(id)", "example.org..",
                "@10.0.0.1"})
        void refusesQueriesThatAreNoNames(String text) {
            assertRefused(new Queries(), text);
        }
    }

    @Nested
    class OfNames {

        @ParameterizedTest
        @ValueSource(strings = {"a", "0", "checkout-pays", "Checkout_Pays", "a--b"})
        void readsIds(String text) {
            assertThat(read(Names.EDGE_ID, text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a.b", "-a", "a-", "_a", "a b", "a/b", "ä"})
        void refusesIdsThatReportsCanNotCarry(String text) {
            assertRefused(Names.EDGE_ID, text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"app", "app.kubernetes.io/name", "a_b.C-d", "x/0"})
        void readsLabelKeys(String text) {
            assertThat(read(new LabelKeys(), text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/", "/a", "a/", "a/b/c", "A.b/c", "-a", "a-", "a b", "a:b"})
        void refusesKeysThatKubernetesRefuses(String text) {
            assertRefused(new LabelKeys(), text);
        }

        @Test
        void boundsWhatKubernetesBounds() {
            assertThat(new LabelKeys().parse("a".repeat(63))).isInstanceOf(Parsed.Read.class);
            assertRefused(new LabelKeys(), "a".repeat(64));
            assertRefused(new LabelValues(), "a".repeat(64));
            assertRefused(new LabelKeys(), "a".repeat(254) + "/a");
            assertRefused(Names.LABEL, "a".repeat(64));
            assertRefused(Names.SUBDOMAIN, "a.".repeat(127) + "a");
        }
    }

    @Nested
    class OfProse {

        @ParameterizedTest
        @CsvSource(textBlock = """
                               'two
                               lines ', two lines
                               'tab\tand   spaces', tab and spaces
                               grüße 💶, grüße 💶
                               'می\u200cخواهم', 'می\u200cخواهم'
                               """)
        void becomesOneLine(String text, String expected) {
            assertThat(read(Texts.REASON, text)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " \n", "a\u0007b", "a\u001b[31mb", "a\u202eb", "a\u2028b", "a\u200bb"})
        void refusesWhatAReaderCanNotSee(String text) {
            assertRefused(Texts.REASON, text);
        }
    }

    @Nested
    class OfDays {

        @Test
        void readsDates() {
            assertThat(read(new Days(), "2028-02-29")).isEqualTo(LocalDate.of(2028, 2, 29));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "2031-1-31", "2031-02-29", "2031-13-01", "2031-00-10", "31.01.2031",
                "2031-01-31T00:00:00Z", "+2031-01-31", "never"})
        void refusesTheRest(String text) {
            assertRefused(new Days(), text);
        }
    }

    @Nested
    class OfGuesses {

        @ParameterizedTest
        @CsvSource({"alow, allow", "ALLOW, allow", "dney, deny", "yes, allow", "Off, deny", "block, deny"})
        void findsTheWordThatWasMeant(String written, String meant) {
            assertThat(Vocabulary.EXPECTATIONS.parse(written))
                    .isEqualTo(Parsed.wrong("is not known", "Did you mean " + meant + "?"));
        }

        @Test
        void showsAllWordsWhenNoneIsNear() {
            assertThat(Vocabulary.EXPECTATIONS.parse("perhaps"))
                    .isEqualTo(Parsed.wrong("is not known", "Write allow or deny."));
        }

        @ParameterizedTest
        @CsvSource({"'', '', 0", "a, '', 1", "abc, abc, 0", "abc, acb, 1", "kitten, sitting, 3", "ca, abc, 3"})
        void countsSlipsOfThePen(String a, String b, int distance) {
            assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        }
    }

    private static <T> T read(Grammar<T> grammar, String text) {
        return switch (grammar.parse(text)) {
            case Parsed.Read<T>(T value) -> value;
            case Parsed.Wrong<T>(String what, String fix) -> throw new AssertionError(text + " " + what + ". " + fix);
        };
    }

    private static void assertRefused(Grammar<?> grammar, String text) {
        assertThat(grammar.parse(text)).isInstanceOf(Parsed.Wrong.class);
    }
}
