package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Finding.Weight;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.Totals;
import dev.netproof.evidence.Verdict.Result;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConsoleReportTests {

    private final StringWriter text = new StringWriter();
    private final ConsoleReport report = new ConsoleReport(new Terminal(new PrintWriter(text), false), true);

    private String told(EdgeEvidence... edges) {
        begun(edges);
        report.end(new RunFooter(Instant.EPOCH, Totals.NONE));
        return text.toString();
    }

    private void begun(EdgeEvidence... edges) {
        report.begin(Evidence.HEADER);
        for (EdgeEvidence edge : edges) {
            report.edge(edge);
        }
    }

    @Test
    void firstComesTheClusterAndWhetherItEnforces() {
        assertThat(told(Evidence.conforming("pays"))).containsSubsequence("cluster  staging, Kubernetes v1.36.0",
                "canary   ingress enforced (drops), egress enforced (drops)", "payments\n", "ok ", "pays");
    }

    /** Each of them is held with all that was tried until the end. */
    @Test
    void explainsTheFirstOfManyThatNeedALook() {
        EdgeEvidence[] many = IntStream.range(0, ConsoleReport.EXPLAINED + 3)
                .mapToObj(number -> Evidence.leak("leak-" + number, Mode.ENFORCE))
                .toArray(EdgeEvidence[]::new);

        assertThat(told(many)).contains("\nleak-199  (", "\nAnd 3 more, see the reports.\n")
                .doesNotContain("\nleak-200  (");
    }

    @Test
    void saysThatPoliciesChanged() {
        begun(Evidence.conforming("pays"));
        report.end(new RunFooter(Instant.EPOCH, Totals.NONE).withPolicyChanges(List.of(new PolicyChange(
                PolicyChange.Kind.CHANGED,
                new PolicyVersion("networking.k8s.io/v1", "NetworkPolicy", "payments", "api", "uid", "2")))));

        assertThat(text.toString()).endsWith("Policies changed while probing: 1. summary.md names them.\n");
    }

    @Nested
    class TheLastLine {

        @Test
        void ofARunWithoutFault() {
            assertThat(told(Evidence.conforming("pays"))).endsWith(
                    "The enforced graph is the agreed one: 1 edge, 1 as expected, 0 violated, 0 unproven.\n");
            assertThat(report.result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void ofAViolation() {
            assertThat(told(Evidence.conforming("pays"), Evidence.leak("stranger-out", Mode.ENFORCE))).endsWith(
                    "The enforced graph is NOT the agreed one: 2 edges, 1 as expected, 1 violated, 0 unproven.\n");
            assertThat(report.result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void ofSomethingThatIsNotProven() {
            assertThat(told(Evidence.conforming("pays"), Evidence.unproven("admin", Mode.ENFORCE))).endsWith(
                    "Not proven: 2 edges, 1 as expected, 0 violated, 1 unproven.\n");
            assertThat(report.result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void aViolationWinsOverWhatIsNotProven() {
            told(Evidence.unproven("admin", Mode.ENFORCE), Evidence.leak("stranger-out", Mode.ENFORCE));

            assertThat(report.result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void whatIsOnlyWatchedIsToldAndDecidesNothing() {
            assertThat(told(Evidence.conforming("pays"), Evidence.leak("legacy", Mode.MONITOR),
                    Evidence.unproven("old", Mode.MONITOR))).contains("watched", "legacy", "leak: pod a/b").endsWith(
                            "1 as expected, 0 violated, 0 unproven, 2 only watched.\n");
            assertThat(report.result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void noEdgesProveNothing() {
            told();

            assertThat(report.result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void aRunWithoutAnEndProvesNothing() {
            begun(Evidence.conforming("pays"));

            assertThat(report.result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void aRemarkSaysWhyTheRunEndedEarly() {
            report.begin(Evidence.HEADER);
            report.end(new RunFooter(Instant.EPOCH, Totals.NONE).unenforced("enforcement was not seen"));

            assertThat(text.toString()).endsWith("enforcement was not seen\n");
        }
    }

    @Nested
    class WhatFailed {

        @Test
        void isToldInWordsWithPlaceOwnerReasonAndTheNextStep() {
            assertThat(told(Evidence.leak("stranger-out", Mode.ENFORCE))).contains(
                    """
                    stranger-out  (matrices/payments.yaml:14:7, critical, owner payments)
                      expected  stranger → payments 8080/TCP to be denied, because a namespace is no reason to be trusted
                      seen      leak: pod a/b at 10.0.0.1:8080/TCP should be closed and was open (succeeded). What policies declare is not known: Policies were not evaluated.
                      next      Look for a policy that allows it, for pods the denying policy does not select, and whether the engine enforces this direction.
                    """);
        }

        @Test
        void namesTheNearestRuleInOneLineForEachSide() {
            assertThat(told(Evidence.missingAllow("pays"))).contains(
                    """
                      seen      missing-allow: pod a/b at 10.0.0.1:8080/TCP should be open and is closed: no answer in time (timed out). No rule allows it: isolated by NetworkPolicy a/api (ingress of pod a/b).
                      nearest   NetworkPolicy a/api ingress[0], but port is TCP 8080, the rule wants TCP 9090
                      next      Add a rule for it on that side, or fix the selector of the one that was meant to allow it.
                    """);
        }

        @Test
        void isCutShortWhenItIsMuch() {
            List<Finding> many = IntStream.range(0, 9)
                    .mapToObj(i -> Evidence.opened("pod-" + i, "succeeded"))
                    .toList();

            assertThat(told(Evidence.edge("wide", Mode.ENFORCE, "open", many))).contains("pod a/pod-2 at",
                    "and 6 more, see the reports").doesNotContain("pod a/pod-3 at").containsOnlyOnce("next");
        }

        @Test
        void doesNotCountRemarks() {
            assertThat(told(Evidence.edge("late", Mode.ENFORCE, "open in the end",
                    List.of(new Finding(Weight.REMARK,
                            new FindingFacts.ClosedLate(Evidence.pod("b"), Duration.ofMillis(900)))))))
                    .doesNotContain("next", "900 ms")
                    .contains("1 as expected");
        }
    }

    @Test
    void whatComesFromTheClusterDoesNotSteerTheTerminal() {
        String told = told(Evidence.edge("hostile\u001b[2J", Mode.ENFORCE, "open\u001b]0;title\u0007\r\n\u202egnp",
                List.of(new Finding(Weight.INCONCLUSIVE,
                        new FindingFacts.NotTried("answered \u001b[31m\u009bred\u0000", "look\u2066 there\b")))));

        assertThat(told.codePoints().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
        assertThat(told).doesNotContain("\u202e").doesNotContain("\u2066").contains("Answered \uFFFD[31m");
        assertThat(told.lines()).noneMatch(line -> line.startsWith("gnp"));
    }
}
