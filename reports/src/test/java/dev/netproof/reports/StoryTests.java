package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.text.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryTests {

    private static String told(EdgeEvidence edge) {
        return Story.of(edge, Wording.ENGLISH);
    }

    @Test
    void a_command_can_be_pasted_into_a_shell() {
        RawRecord raw = new RawRecord("p", "curl",
                List.of("curl", "-sS", "http://10.1.2.3:8080/", "-H", "a b", "$(id)", "it's", ""), 0, "", "",
                Instant.EPOCH, Duration.ZERO);

        assertThat(Story.command(raw))
                .isEqualTo("curl -sS http://10.1.2.3:8080/ -H 'a b' '$(id)' 'it'\\''s' ''");
    }

    @Test
    void an_observation_is_told_in_words() {
        assertThat(Story.met(new Observation.Connected(Stage.TLS, "handshake failed")))
                .isEqualTo("open (as far as tls): handshake failed");
        assertThat(Story.met(new Observation.Closed(Outcome.REFUSED, Stage.CONNECT, "")))
                .isEqualTo("closed, refused (connect)");
        assertThat(Story.met(new Observation.Undetermined(Stage.EXCHANGE, "no HTTP status")))
                .isEqualTo("neither open nor closed (exchange): no HTTP status");
        assertThat(Story.met(new Observation.Connected(Stage.TLS, "silence", false)))
                .isEqualTo("open (as far as tls), not answered as asked: silence");
        assertThat(Story.met(new Observation.Undetermined("NXDOMAIN")))
                .isEqualTo("says nothing of the edge, a name did not resolve: NXDOMAIN");
        assertThat(Story.met(new Observation.Unreadable("nc: not found")))
                .isEqualTo("nothing was learned: nc: not found");
    }

    @Test
    void of_many_attempts_those_that_differ_are_told() {
        List<Attempt> attempts = new ArrayList<>();
        Attempt closed = SampleRun.CONFORMING.attempts().getFirst();
        for (int i = 0; i < 40; i++) {
            attempts.add(i == 30 ? SampleRun.LEAK.attempts().getFirst() : closed);
        }

        String story = told(with(attempts));

        assertThat(story).contains("  31. open (as far as connect)", "  9. closed", "… and 30 more, in the evidence")
                .doesNotContain("  10. closed");
    }

    @Test
    void the_nearest_rule_is_told_with_what_differs_and_a_policy_to_review() {
        assertThat(told(SampleRun.deniedBy(SampleRun.BLOCKED, List.of(SampleRun.NEAREST)))).contains(
                """
                nearest      NetworkPolicy payments/payments-api ingress[0], but namespace label of shop is team=store, \
                the rule wants team=shop
                Suggestion, to be reviewed:
                    # A suggestion: review who else these labels select.
                    apiVersion: networking.k8s.io/v1
                """);
    }

    @Test
    void that_no_policy_has_a_rule_is_told() {
        assertThat(told(SampleRun.deniedBy(SampleRun.BLOCKED, List.of(new NearestRule(
                new Side(Direction.EGRESS, new Place.Probe("shop", "checkout")), null, List.of(), ""))))).contains(
                        "nearest      none, no policy that isolates egress of shop/checkout has a rule for it\n")
                .doesNotContain("Suggestion");
    }

    @Test
    void of_replicas_each_nearest_rule_is_told_once_and_not_too_many() {
        List<NearestRule> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(new NearestRule(new Side(Direction.INGRESS, new Place.Pod("payments", "api-" + i)),
                    new RuleRef(new PolicyRef("NetworkPolicy", "payments", "api"), Direction.INGRESS, i / 2, ""),
                    List.of(), ""));
        }

        assertThat(told(SampleRun.deniedBy(SampleRun.BLOCKED, many)).lines())
                .filteredOn(line -> line.startsWith("nearest")).hasSize(4);
        assertThat(told(SampleRun.deniedBy(SampleRun.BLOCKED, many))).contains("… and 2 more, in the evidence");
    }

    @Test
    void nobody_asks_what_is_nearest_to_allowing_what_must_not_be() {
        assertThat(told(SampleRun.deniedBy(SampleRun.LEAK, List.of(SampleRun.NEAREST)))).doesNotContain("nearest");
    }

    @Test
    void an_edge_that_was_not_tried_says_so() {
        assertThat(told(with(List.of()))).contains("No attempt was made.");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 ms", "PT0.012S, 12 ms", "PT3.012S, 3.0 s", "PT4M10.5S, 4 min 10 s"})
    void a_time_is_told_as_exactly_as_it_matters(Duration elapsed, String words) {
        assertThat(Story.time(elapsed)).isEqualTo(words);
    }

    private static EdgeEvidence with(List<Attempt> attempts) {
        EdgeEvidence edge = SampleRun.LEAK;
        return new EdgeEvidence(edge.matrix(), edge.id(), edge.position(), edge.source(), edge.target(), edge.port(),
                edge.probe(), edge.expected(), edge.mode(), edge.severity(), edge.tags(), edge.governance(),
                edge.verdict(), attempts, edge.controls(), edge.startedAt(), edge.elapsed());
    }
}
