package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Change;
import dev.netproof.evidence.Changes;
import dev.netproof.evidence.ClusterIdentity;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.GeneratedEvidence;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.LabelRequirement;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Policies;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.Position;
import dev.netproof.evidence.ProbeKind;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Revision;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.Severity;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Where the environment says {@code NETPROOF_BROWSER=required}, a browser that is missing is a failure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HtmlReportInChromiumTests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ATTACK = "<img src=x onerror=window.hacked=1>\"'><script>window.hacked=1</script>"
            + "</script><svg onload=window.hacked=1>javascript:window.hacked=1";

    private final Path folder;
    private Chromium browser;

    HtmlReportInChromiumTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void startTheBrowser() throws IOException {
        Optional<Path> program = Chromium.installed();
        if (program.isEmpty() && "required".equals(System.getenv("NETPROOF_BROWSER"))) {
            fail("Chromium is not installed, and NETPROOF_BROWSER says that it must be");
        } else if (program.isEmpty()) {
            abort("Chromium is not installed");
        }
        browser = new Chromium(program.get(), Files.createDirectory(folder.resolve("profile")));
        write("sample", SampleRun::into);
        write("grid", sink -> GridRun.into(sink, 100, 100));
        write("hostile", HtmlReportInChromiumTests::hostile);
    }

    @AfterAll
    void stopTheBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void aLaptop() throws IOException {
        browser.screen(1280, 900);
        browser.look("screen", "light");
        browser.scripts(true);
    }

    @AfterEach
    void nothingWasAskedOfAnybody() {
        assertThat(browser.requests()).allMatch(address -> address.startsWith("file:") || address.startsWith("data:"))
                .filteredOn(address -> address.startsWith("file:")).hasSizeLessThanOrEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @Nested
    class A_person {

        @Test
        void sees_the_verdict_and_what_is_wrong_first() throws IOException {
            open("sample");

            assertThat(browser.text("document.querySelector('h1').innerText")).isEqualTo("Not as expected");
            assertThat(browser.text("document.querySelector('.body .row').innerText")).contains("Leak", "stranger-out");
            assertThat(browser.text("document.getElementById('tiles').innerText")).contains("2", "Not as expected");
        }

        @Test
        void narrows_the_edges_by_verdict_owner_and_words() throws IOException {
            open("sample");

            browser.evaluate("document.querySelector('.tile.violated').click()");
            assertThat(count()).isEqualTo("2 of 6 edges");
            search("checkout");
            browser.until("document.getElementById('count').innerText.startsWith('1 of')");
            assertThat(browser.text("document.querySelector('.body').innerText")).contains("checkout-pays")
                    .doesNotContain("stranger-out");
            search("no such edge");
            browser.until("!document.querySelector('#edges .empty').hidden");
            browser.evaluate("document.getElementById('clear').click()");
            assertThat(count()).isEqualTo("6 edges");
            browser.evaluate("""
                             (() => { const matrix = document.querySelector('select[name=matrix]');
                               matrix.value = 'legacy'; matrix.dispatchEvent(new Event('change')); })()""");
            assertThat(count()).isEqualTo("1 of 6 edges");
        }

        @Test
        void reads_the_story_that_a_link_names() throws IOException {
            open("sample", "#edge=payments/stranger-out");

            browser.until("!document.getElementById('story').hidden");
            assertThat(browser.text("document.getElementById('story').innerText")).contains("stranger-out",
                    "stranger must not reach payments at 8080/TCP", "because card data stays inside", "team-payments",
                    "2031-01-31", "critical", "matrices/payments.yaml:14:7", "Look for a policy that allows it",
                    "netproof-x7k2", "10.1.2.3:8080/TCP", "nc -n -v -z -w 3 10.1.2.3 8080", "exit code 0",
                    "shop/netproof-b2 reached it between two attempts that were denied, and after them");
            assertThat(browser.text("document.querySelector('#story a').href"))
                    .isEqualTo("https://tickets.example.org/browse/SEC-412");
        }

        @Test
        void copies_a_command() throws IOException {
            open("sample", "#edge=stranger-out");

            browser.until("document.querySelector('.command .copy') !== null");
            browser.evaluate("document.querySelector('.command .copy').click()");
            browser.until("document.querySelector('.command .copy').innerText !== 'Copy'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"picture", "heatmap", "timeline"})
        void looks_at_the_graph_in_another_way(String view) throws IOException {
            open("sample");

            browser.evaluate("document.getElementById('tab-" + view + "').click()");
            browser.until("document.querySelector('#" + view + " svg, #" + view
                    + " canvas').getBoundingClientRect().height > 60");
        }

        @Test
        void turns_the_lights_off() throws IOException {
            browser.look("screen", "dark");
            open("sample");
            assertThat(ground()).isEqualTo("rgb(13, 17, 23)");

            browser.evaluate("document.getElementById('theme').click()");
            assertThat(ground()).isEqualTo("rgb(243, 245, 248)");
        }

        @Test
        void without_scripts_still_sees_the_verdict_and_what_failed() throws IOException {
            browser.scripts(false);
            open("sample");

            assertThat(browser.text("document.body.innerText")).contains("Not as expected",
                    "pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open",
                    "Without JavaScript")
                    .doesNotContain("Search");
        }

        @Test
        void prints_the_verdict_and_what_failed() throws IOException {
            open("sample");
            browser.look("print", "light");

            assertThat(browser.text("document.body.innerText")).contains("Not as expected",
                    "pod payments/payments-api-0 at 10.1.2.3:8080/TCP should be closed and was open");
            assertThat(browser.evaluate("document.getElementById('controls').offsetHeight").asInt()).isZero();
        }

        @ParameterizedTest
        @CsvSource({"390, 844", "1280, 800", "1920, 1080"})
        void never_scrolls_sideways(int width, int height) throws IOException {
            browser.screen(width, height);
            for (String report : Set.of("sample", "grid", "hostile")) {
                open(report);
                assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).as(report)
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    @Nested
    class The_keyboard {

        @Test
        void reaches_a_story_from_the_list_and_comes_back() throws IOException {
            open("sample");

            browser.evaluate("document.querySelector('#edges .rows').focus()");
            browser.press("ArrowDown");
            browser.press("Enter");
            browser.until("!document.getElementById('story').hidden");
            assertThat(browser.text("document.activeElement.innerText")).isEqualTo("checkout-pays");
            browser.press("Escape");
            assertThat(browser.evaluate("document.getElementById('story').hidden").asBoolean()).isTrue();
            assertThat(browser.text("document.activeElement.getAttribute('role')")).isEqualTo("grid");
        }

        @Test
        void walks_the_heatmap_and_says_where_it_is() throws IOException {
            open("grid");

            browser.evaluate("document.querySelector('#heatmap .scroller').focus()");
            browser.press("ArrowRight");
            assertThat(browser.text("document.getElementById('live').textContent"))
                    .isEqualTo("accounts-api → accounts-audit: 8080/TCP open");
            browser.press("n");
            assertThat(browser.text("document.getElementById('heatmap-cell').textContent"))
                    .containsAnyOf("leak", "blocked", "not proven");
            browser.press("Enter");
            browser.until("!document.getElementById('story').hidden");
        }

        @Test
        void finds_the_search_by_a_slash() throws IOException {
            open("sample");

            browser.press("/");
            assertThat(browser.text("document.activeElement.id")).isEqualTo("search");
        }

        @Test
        void moves_between_the_arrows_of_the_picture() throws IOException {
            open("sample");

            browser.evaluate("document.querySelector('.arrow[tabindex=\"0\"]').focus()");
            browser.press("ArrowRight");
            assertThat(browser.text("document.activeElement.getAttribute('aria-label')")).contains("Blocked");
            browser.press("Enter");
            browser.until("document.getElementById('story').dataset.edge === 'checkout-pays'");
        }
    }

    @Nested
    class Ten_thousand_edges {

        @Test
        void are_a_heatmap_in_which_each_cell_has_its_place() throws IOException {
            open("grid");

            browser.until("document.querySelector('#heatmap canvas').width > 900");
            assertThat(browser.text("document.getElementById('heatmap-status').innerText"))
                    .startsWith("100 sources × 100 targets");
            int colours = browser
                    .evaluate(
                            """
                            (() => { const canvas = document.querySelector('#heatmap canvas');
                              const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                              return new Set(data).size; })()""")
                    .asInt();
            assertThat(colours).isGreaterThan(10);
        }

        @Test
        void open_and_filter_without_a_pause() throws IOException {
            long start = System.nanoTime();
            open("grid");
            long opened = (System.nanoTime() - start) / 1_000_000;
            double filtered = browser
                    .evaluate(
                            """
                            new Promise((done) => {
                              const search = document.getElementById('search');
                              const times = [];
                              const words = ['l', 'le', 'led', 'ledg', 'ledger', 'ledger pay', '', 'fraud', 'fraud-web-to-orders', ''];
                              const next = (i) => {
                                if (i === words.length) { done(Math.max(...times)); return; }
                                const begin = performance.now();
                                search.value = words[i];
                                search.dispatchEvent(new Event('input'));
                                requestAnimationFrame(() => requestAnimationFrame(() => {
                                  times.push(performance.now() - begin);
                                  next(i + 1);
                                }));
                              };
                              next(0);
                            })""")
                    .asDouble();
            System.out.printf("10,000 edges: %d KB, opened in %d ms, slowest filter until painted %.0f ms%n",
                    Files.size(folder.resolve("grid/report.html")) / 1024, opened, filtered);

            // Far more than is noticed on a machine that does nothing else, as a build's machine is not.
            assertThat(opened).isLessThan(10_000);
            assertThat(filtered).isLessThan(1_000);
        }

        @Test
        void are_no_more_rows_in_the_page_than_are_in_sight() throws IOException {
            open("grid");

            browser.evaluate("document.querySelector('#edges .rows').focus()");
            browser.press("End");
            assertThat(browser.evaluate("document.querySelectorAll('.body .row').length").asInt()).isBetween(5, 60);
            assertThat(browser.text("document.querySelector('.body .cursor').getAttribute('aria-rowindex')"))
                    .isEqualTo("10001");
        }
    }

    @Nested
    class Hostile_strings {

        @Test
        void run_nowhere() throws IOException {
            open("hostile");

            for (String view : Set.of("picture", "heatmap", "timeline")) {
                browser.evaluate("document.getElementById('tab-" + view + "').click()");
            }
            browser.evaluate("document.querySelector('.matrices').open = true");
            int edges = browser.evaluate("document.querySelector('#edges .rows').getAttribute('aria-rowcount') - 1")
                    .asInt();
            browser.evaluate("document.querySelector('#edges .rows').focus()");
            browser.press("Enter");
            browser.until("!document.getElementById('story').hidden");
            for (int i = 1; i < edges; i++) {
                String before = browser.text("document.getElementById('story').dataset.edge");
                browser.evaluate(
                        "document.querySelectorAll('#story details').forEach((each) => { each.open = true; })");
                browser.evaluate("document.querySelector('#story button[aria-label=\"Next edge\"]').click()");
                browser.until("document.getElementById('story').dataset.edge !== " + JSON.writeValueAsString(before));
            }
            assertThat(browser.evaluate("typeof window.hacked").asString()).isEqualTo("undefined");
            assertThat(browser.evaluate("document.querySelectorAll('img, iframe, object, embed').length").asInt())
                    .isZero();
            assertThat(browser.evaluate(
                    "[...document.links].filter((link) => !/^(https?:|file:)/.test(link.href)).length").asInt())
                    .isZero();
        }

        @Test
        void would_be_noticed_if_one_ran_or_asked_for_anything() throws IOException {
            Path careless = folder.resolve("careless.html");
            Files.writeString(careless, "<p>" + ATTACK + "</p><img src=\"http://127.0.0.1:1/seen\">");
            browser.open(careless.toUri().toString());

            assertThat(browser.evaluate("window.hacked").asInt()).isEqualTo(1);
            assertThat(browser.requests()).contains("http://127.0.0.1:1/seen");
            open("sample");
        }

        @Test
        void are_shown_as_they_are() throws IOException {
            open("hostile");
            search("window.hacked");

            browser.until("/^1 of/.test(document.getElementById('count').innerText)");
            assertThat(browser.text("document.querySelector('.body .edge').innerText"))
                    .contains("<img src=x onerror=window.hacked=1>");
        }
    }

    private String count() throws IOException {
        return browser.text("document.getElementById('count').innerText");
    }

    private String ground() throws IOException {
        return browser.text("getComputedStyle(document.body).backgroundColor");
    }

    private void search(String words) throws IOException {
        browser.evaluate("(() => { const search = document.getElementById('search'); search.value = '" + words
                + "'; search.dispatchEvent(new Event('input')); })()");
    }

    private void open(String report) throws IOException {
        open(report, "");
    }

    private void open(String report, String link) throws IOException {
        browser.open(folder.resolve(report + "/report.html").toUri() + link);
    }

    private void write(String name, Writing run) throws IOException {
        try (EvidenceSink sink = Reports.into(folder.resolve(name), Set.of(Format.HTML))) {
            run.into(sink);
        }
    }

    /** What breaks careless writers, and an edge that is an attack in every field. */
    private static void hostile(EvidenceSink sink) throws IOException {
        GeneratedEvidence hostile = GeneratedEvidence.hostile(11);
        RunHeader header = hostile.header();
        sink.begin(new RunHeader(header.runId(), header.startedAt(), ATTACK,
                new ClusterIdentity(ATTACK, ATTACK, ATTACK, 1, ATTACK), header.canary(), ATTACK, List.of(ATTACK),
                List.of(new MatrixFile(ATTACK, ATTACK, List.of(ATTACK), ATTACK, 1, new Revision(ATTACK, true))),
                new Policies(List.of(new PolicyVersion(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, ATTACK)),
                        ATTACK),
                ATTACK));
        for (int i = 0; i < 200; i++) {
            sink.edge(hostile.edge());
        }
        sink.edge(attack());
        sink.end(new RunFooter(SampleRun.START, Totals.NONE).brokenOff(ATTACK).withPolicyChanges(
                List.of(new PolicyChange(PolicyChange.Kind.CHANGED,
                        new PolicyVersion(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, ATTACK))))
                .comparedBy(new Changes(ATTACK, SampleRun.START, 2,
                        Map.of(ATTACK, 1), 0,
                        List.of(new Change(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, ATTACK)),
                        List.of(ATTACK))));
    }

    private static EdgeEvidence attack() {
        Observation seen = new Observation.Connected(Stage.CONNECT, ATTACK);
        Attempt attempt = new Attempt(1, new ProbePod(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, Map.of(ATTACK, ATTACK)),
                new Endpoint(Endpoint.Kind.POD, new Place.Pod(ATTACK, ATTACK), ATTACK, 80, Protocol.TCP, ATTACK,
                        ATTACK),
                new RawRecord(ATTACK, ATTACK, List.of(ATTACK, ATTACK), 0, ATTACK, ATTACK, SampleRun.START,
                        Duration.ofMillis(5)),
                seen);
        Side side = new Side(Direction.INGRESS, attempt.endpoint().place());
        RuleRef rule = new RuleRef(new PolicyRef(ATTACK, ATTACK, ATTACK), Direction.INGRESS, 0, ATTACK);
        return new EdgeEvidence(ATTACK, ATTACK, new Position(ATTACK, 1, 1),
                new Party(ATTACK, new Place.Labels(ATTACK, Map.of(ATTACK, ATTACK)), ATTACK),
                new Party(ATTACK, new Place.Service(ATTACK, ATTACK), ATTACK), ATTACK, ProbeKind.TCP, Expectation.ALLOW,
                Mode.ENFORCE, Severity.BLOCKER,
                Set.of(ATTACK), new Governance(ATTACK, ATTACK, "javascript:window.hacked=1", null, ATTACK),
                Verdict.of(ATTACK,
                        List.of(new Finding(Finding.Weight.VIOLATION, new FindingFacts.NotTried(ATTACK, ATTACK)))),
                List.of(new Declared(attempt.endpoint().listener(), Declared.Decision.DENIED, List.of(side),
                        List.of(rule.policy()), List.of(rule), List.of(rule), List.of(ATTACK),
                        List.of(new NearestRule(side, rule, List.of(new Difference.Label(side.of(), ATTACK,
                                LabelRequirement.equal(ATTACK, ATTACK))), ATTACK)))),
                List.of(attempt), List.of(new Control(Control.Kind.TARGET_REACHED,
                        new Control.Subject.Address(attempt.endpoint().listener()), true,
                        new Grounds.ByCanary(false, ATTACK))),
                SampleRun.START, Duration.ofMillis(5));
    }

    private interface Writing {
        void into(EvidenceSink sink) throws IOException;
    }
}
