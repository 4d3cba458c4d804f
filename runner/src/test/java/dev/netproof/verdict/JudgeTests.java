package dev.netproof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.control.Proof;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.Governance;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Observation.Undetermined;
import dev.netproof.evidence.Observation.Unreadable;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.TargetChange;
import dev.netproof.evidence.Verdict;
import dev.netproof.evidence.Verdict.Result;
import dev.netproof.evidence.text.Wording;
import dev.netproof.matrix.Edge;
import dev.netproof.testkit.Edges;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTests {

    private static final LocalDate TODAY = LocalDate.of(2030, 6, 15);
    private static final Observation OPEN = new Connected(Stage.CONNECT, "succeeded");
    private static final Observation ANSWERED = new Connected(Stage.EXCHANGE, "HTTP 200");
    private static final Observation SILENT = new Closed(Outcome.TIMEOUT, Stage.CONNECT, "timed out");
    private static final Observation REFUSED = new Closed(Outcome.REFUSED, Stage.CONNECT, "Connection refused");
    private static final Control.Subject POD = new Control.Subject.Source(new Place.Pod("shop", "netproof-x"));
    private static final Control NETWORK = new Control(Control.Kind.SOURCE_REACHED, POD, true,
            new Grounds.Contact(new Place.Pod("shop", "other"), nowhere()));
    private static final Control NO_NETWORK = new Control(Control.Kind.SOURCE_REACHED, POD, false,
            new Grounds.NoContact(false));
    private static final Control NO_PROXY = negative(SILENT);
    private static final Control PROXY = negative(OPEN);

    private static final PolicyChange DELETED = new PolicyChange(PolicyChange.Kind.DELETED,
            new PolicyVersion("networking.k8s.io/v1", "NetworkPolicy", "payments", "api", "uid", "7"));
    private static final PolicyRef DEFAULT_DENY = new PolicyRef("NetworkPolicy", "payments", "default-deny");
    private static final Endpoint SERVICE = new Endpoint(Endpoint.Kind.SERVICE, new Place.Service("payments", "api"),
            "10.96.0.20",
            8080, Protocol.TCP, null, null);

    private final Judge judge = new Judge(TODAY);

    /** What is known of an edge, one endpoint after the other, each a list of what was seen round by round. */
    private static final class Known {
        private final Edge edge;
        private final List<Attempt> attempts = new ArrayList<>();
        private boolean listening = true;
        private boolean everyone;
        private Control source = NETWORK;
        private Control negative = NO_PROXY;
        private boolean enforced = true;
        private List<PolicyChange> unsettled = List.of();
        private final Map<Listener, TargetChange> gone = new HashMap<>();
        private final Set<Listener> taken = new HashSet<>();
        private final Set<Listener> answered = new HashSet<>();
        private Set<Listener> idle = Set.of();
        private final Map<Listener, Declared> declared = new HashMap<>();

        Known(Edges edge) {
            this.edge = edge.edge();
        }

        Known pod(int number, Observation... seen) {
            return at(endpoint(number), seen);
        }

        Known service(Observation... seen) {
            return at(SERVICE, seen);
        }

        private Known at(Endpoint endpoint, Observation... seen) {
            ProbePod pod = new ProbePod("shop", "netproof-x", "uid", "10.244.0.99", "node", Map.of());
            for (int round = 0; round < seen.length; round++) {
                Instant start = Instant.EPOCH.plusSeconds(round);
                RawRecord raw = new RawRecord("e0", "nc", List.of("nc"), 0, "", "", start, Duration.ofMillis(5));
                attempts.add(new Attempt(round + 1, Duration.ofSeconds(round), pod, endpoint, raw, seen[round], null));
            }
            return this;
        }

        Known uncontrolled() {
            listening = false;
            return this;
        }

        Known closedForEveryone() {
            everyone = true;
            return uncontrolled();
        }

        Known withoutNetwork() {
            source = NO_NETWORK;
            return this;
        }

        Known behindProxy() {
            negative = PROXY;
            return this;
        }

        Known withoutANegativeControl() {
            negative = negative(new Unreadable("no tool"));
            return this;
        }

        Known idle(int number) {
            idle = Set.of(listener(number));
            return this;
        }

        Known declared(int number, Declared.Decision decision) {
            declared.put(listener(number), new Declared(listener(number), decision,
                    List.of(new Side(Direction.INGRESS, endpoint(number).place())), List.of(DEFAULT_DENY),
                    List.of(new RuleRef(new PolicyRef("NetworkPolicy", "payments", "api"), Direction.INGRESS, 0, "")),
                    List.of(), List.of(), List.of()));
            return this;
        }

        Known declaredOfService(Declared.Decision decision) {
            declared.put(SERVICE.listener(), new Declared(SERVICE.listener(), decision, List.of(), List.of(),
                    List.of(), List.of(), List.of(), List.of()));
            return this;
        }

        Known gone(int number) {
            gone.put(listener(number), new TargetChange.Gone());
            return this;
        }

        Known taken(int number) {
            gone.put(listener(number), new TargetChange.AddressTaken("10.244.0." + number,
                    new Place.Pod("shop", "another"), "uid-another"));
            taken.add(listener(number));
            return this;
        }

        Known unenforced() {
            enforced = false;
            return this;
        }

        Known unsettled(PolicyChange... changes) {
            unsettled = List.of(changes);
            return this;
        }

        JudgementInput trial() {
            Map<Listener, Proof> proofs = new HashMap<>();
            for (Attempt attempt : attempts) {
                Listener target = attempt.endpoint().listener();
                proofs.put(target, new Proof(source, new Control(Control.Kind.TARGET_REACHED,
                        new Control.Subject.Address(target), listening, listening
                                ? new Grounds.Reached(List.of(new Place.Pod("shop", "witness")))
                                : new Grounds.ReachedByNone(2)),
                        everyone));
            }
            return new JudgementInput(edge, attempts, idle, gone, taken, proofs, declared, answered, source, negative,
                    new Control(Control.Kind.ENFORCEMENT, new Control.Subject.Cluster(), enforced,
                            new Grounds.ByCanary(false, "ingress NOT enforced")),
                    unsettled);
        }
    }

    private static Endpoint endpoint(int number) {
        return new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api-" + number), "10.244.0." + number, 8080,
                Protocol.TCP,
                "uid-" + number, "node");
    }

    private static Listener listener(int number) {
        return endpoint(number).listener();
    }

    private static Known allowed() {
        return new Known(Edges.allow("a", Edges.CHECKOUT));
    }

    private static Known denied() {
        return new Known(Edges.deny("d", Edges.STRANGER));
    }

    private Verdict judge(Known known) {
        return judge.judge(known.trial());
    }

    private static Listener nowhere() {
        return new Listener("192.0.2.1", 9, Protocol.TCP, null);
    }

    private static Control negative(Observation seen) {
        return new Control(Control.Kind.NEGATIVE, new Control.Subject.Address(nowhere()), seen instanceof Closed,
                new Grounds.Nowhere(nowhere(), seen));
    }

    private static String message(Verdict verdict) {
        return Wording.ENGLISH.message(verdict.findings().get(0));
    }

    private static String advice(Verdict verdict) {
        return Wording.ENGLISH.advice(verdict.findings().get(0));
    }

    private static List<FindingId> ids(Verdict verdict) {
        return verdict.findings().stream().map(finding -> finding.id()).toList();
    }

    @Nested
    class AnAllowedEdge {

        @Test
        void conformsWhenEveryEndpointAnswers() {
            Verdict verdict = judge(allowed().service(OPEN).pod(1, OPEN).pod(2, ANSWERED));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(verdict.findings()).isEmpty();
        }

        @Test
        void countsEndpointsAsOneSpeaks() {
            assertThat(judge(allowed().pod(1, OPEN)).summary()).startsWith("open: pod payments/api-1");
            assertThat(judge(allowed().pod(1, OPEN).pod(2, OPEN)).summary()).isEqualTo("open: both endpoints answered");
            assertThat(judge(allowed().pod(1, OPEN).pod(2, OPEN).pod(3, OPEN)).summary())
                    .isEqualTo("open: all 3 endpoints answered");
        }

        @Test
        void isBlockedWhenOneReplicaDoesNotAnswer() {
            Verdict verdict = judge(allowed().service(OPEN).pod(1, OPEN).pod(2, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.VIOLATED);
            assertThat(verdict.summary()).isEqualTo("2 of 3 endpoints open");
            assertThat(verdict.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.id()).isEqualTo(FindingId.BLOCKED);
                assertThat(Wording.ENGLISH.message(finding)).contains("pod payments/api-2 at 10.244.0.2:8080/TCP",
                        "no answer in time");
            });
        }

        @Test
        void isBlockedByAServiceThatHasNoEndpoints() {
            Verdict verdict = judge(allowed().service(REFUSED));

            assertThat(ids(verdict)).containsExactly(FindingId.NOT_POLICY);
            assertThat(message(verdict))
                    .endsWith("What was seen points to the endpoints: none stands behind it.");
            assertThat(advice(verdict)).contains("selector");
        }

        @Test
        void owesNothingForAReplicaThatTakesNoTraffic() {
            assertThat(judge(allowed().pod(1, OPEN).pod(2, REFUSED).idle(2)).result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void mayTakeAWhile() {
            Verdict verdict = judge(allowed().pod(1, SILENT, SILENT, OPEN));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsExactly(FindingId.LATE);
        }

        @Test
        void isJudgedByItsLastAttempt() {
            assertThat(judge(allowed().pod(1, OPEN, SILENT)).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void saysThatTheSourceReachedNothingAtAll() {
            assertThat(ids(judge(allowed().pod(1, SILENT).withoutNetwork()))).containsExactly(FindingId.BLOCKED,
                    FindingId.NO_SOURCE_NETWORK);
        }

        @Test
        void provesNothingBehindAProxyThatAcceptsEverything() {
            Verdict verdict = judge(allowed().pod(1, OPEN).behindProxy());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.TRANSPARENT_PROXY);
        }

        @Test
        void isNotProvenWhenAProxyCouldNotBeRuledOut() {
            Verdict verdict = judge(allowed().pod(1, OPEN).withoutANegativeControl());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(message(verdict))
                    .isEqualTo("Something near the source may accept every connection: a connection to "
                            + "192.0.2.1:9/TCP, where nothing is, could not be tried: no tool.");
            assertThat(judge(allowed().pod(1, ANSWERED).withoutANegativeControl()).result())
                    .isEqualTo(Result.CONFORMS);
        }

        @Test
        void isProvenByTheTargetsOwnAnswerEvenBehindAProxy() {
            assertThat(judge(allowed().pod(1, ANSWERED).behindProxy()).result()).isEqualTo(Result.CONFORMS);
        }
    }

    @Nested
    class ADeniedEdge {

        @Test
        void conformsWhenClosedAndTheTargetWasListening() {
            Verdict verdict = judge(denied().service(SILENT).pod(1, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(verdict.summary()).isEqualTo("closed: timeout");
            assertThat(verdict.findings()).isEmpty();
        }

        @Test
        void conformsWhenAnEngineRefusesAndTheTargetWasListening() {
            assertThat(judge(denied().service(REFUSED).pod(1, REFUSED)).result()).isEqualTo(Result.CONFORMS);
        }

        @ParameterizedTest(name = "closed by {0}")
        @CsvSource({"TIMEOUT", "REFUSED", "UNREACHABLE"})
        void isUncontrolledWhenNothingProvedAListener(Outcome outcome) {
            Verdict verdict = judge(denied().pod(1, new Closed(outcome, Stage.CONNECT, "")).uncontrolled());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.UNCONTROLLED_DENY);
        }

        @Test
        void isClosedForEveryoneWhenNobodyGotThrough() {
            Verdict verdict = judge(denied().pod(1, SILENT).closedForEveryone());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.CLOSED_FOR_EVERYONE);
        }

        @Test
        void isAcceptedWithoutControlWhenTheMatrixSaysSo() {
            Verdict verdict = judge(new Known(Edges.deny("d", Edges.STRANGER).withoutControl()).pod(1, SILENT)
                    .closedForEveryone());

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsExactly(FindingId.CLOSED_FOR_EVERYONE);
        }

        @Test
        void isNeverProvenByAServiceAlone() {
            Verdict verdict = judge(denied().service(REFUSED));

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.UNCONTROLLED_DENY);
        }

        @Test
        void leaksThroughOneReplicaOfMany() {
            Verdict verdict = judge(denied().service(SILENT).pod(1, SILENT).pod(2, OPEN).pod(3, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.VIOLATED);
            assertThat(ids(verdict)).containsExactly(FindingId.LEAK);
        }

        @Test
        void leaksWhenOneAttemptOfManyGotThrough() {
            assertThat(judge(denied().pod(1, SILENT, OPEN, SILENT)).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void isLateWhenALeakEndedAndStayedEnded() {
            Verdict verdict = judge(denied().pod(1, OPEN, SILENT, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(verdict.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.id()).isEqualTo(FindingId.LATE);
                assertThat(Wording.ENGLISH.message(finding)).contains("closed within 1005 ms");
            });
        }

        @Test
        void leaksThroughAServiceWhateverItsNextBackendSays() {
            assertThat(judge(denied().service(OPEN, SILENT, SILENT).pod(1, SILENT)).result())
                    .isEqualTo(Result.VIOLATED);
        }

        @Test
        void isLateThroughAServiceWhenTheLeakOfEachBackendEnded() {
            Verdict verdict = judge(denied().service(OPEN, SILENT, SILENT).pod(1, OPEN, SILENT, SILENT).pod(2, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsOnly(FindingId.LATE);
        }

        @Test
        void leaksThroughAServiceWhileOneOfItsBackendsDoes() {
            assertThat(judge(denied().service(OPEN, SILENT, SILENT).pod(1, OPEN, SILENT, SILENT)
                    .pod(2, SILENT, OPEN, OPEN)).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void provesNothingFromASourceWithoutNetwork() {
            Verdict verdict = judge(denied().pod(1, SILENT).withoutNetwork());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.NO_SOURCE_NETWORK);
        }

        @Test
        void isNoLeakWhenAProxyAcceptsEverything() {
            Verdict verdict = judge(denied().pod(1, OPEN).behindProxy());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.TRANSPARENT_PROXY);
        }

        @Test
        void isToldOfItsProxyOnceForAllEndpoints() {
            Verdict verdict = judge(denied().service(OPEN).pod(1, OPEN).pod(2, OPEN).behindProxy());

            assertThat(ids(verdict)).containsExactly(FindingId.TRANSPARENT_PROXY);
        }

        @Test
        void leaksBehindAProxyWhenTheTargetItselfAnswers() {
            assertThat(judge(denied().pod(1, ANSWERED).behindProxy()).result()).isEqualTo(Result.VIOLATED);
        }
    }

    @Nested
    class ATargetThatWentAway {

        @Test
        void failsNoAllow() {
            Verdict verdict = judge(allowed().service(OPEN).pod(1, OPEN, SILENT).pod(2, OPEN).gone(1));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsExactly(FindingId.TARGET_CHANGED);
            assertThat(message(verdict)).contains("pod payments/api-1", "is gone");
        }

        @Test
        void leavesNothingToJudgeWhenItWasTheLast() {
            assertThat(judge(allowed().service(SILENT).pod(1, SILENT).gone(1)).result())
                    .isEqualTo(Result.INCONCLUSIVE);
            assertThat(judge(denied().service(SILENT).pod(1, SILENT).gone(1)).result())
                    .isEqualTo(Result.INCONCLUSIVE);
        }

        @Test
        void hasNotLeakedWhenItMayBeThePodThatHasItsAddressNow() {
            Verdict verdict = judge(denied().pod(1, OPEN).pod(2, SILENT).taken(1));

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.TARGET_CHANGED);
        }

        @Test
        void isNoLateDenialWhenItClosedByGoing() {
            Verdict verdict = judge(denied().pod(1, OPEN, SILENT, SILENT).pod(2, SILENT).gone(1));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsExactly(FindingId.LATE, FindingId.TARGET_CHANGED);
        }

        @Test
        void hasLeakedAllTheSame() {
            assertThat(judge(denied().pod(1, OPEN).pod(2, SILENT).gone(1)).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void backsNoDenyOfItsOwn() {
            Verdict verdict = judge(denied().pod(1, SILENT).pod(2, SILENT).gone(1));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(verdict.summary()).isEqualTo("closed: timeout");
        }
    }

    @Nested
    class WithoutEnforcement {

        @Test
        void noClosedPathIsBelieved() {
            Verdict verdict = judge(denied().pod(1, SILENT).unenforced());

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.ENFORCEMENT_UNSEEN);
        }

        @Test
        void anOpenPathIsALeakAllTheSame() {
            assertThat(judge(denied().pod(1, OPEN).unenforced()).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void whatIsAllowedKeepsItsVerdict() {
            assertThat(judge(allowed().pod(1, OPEN).unenforced()).result()).isEqualTo(Result.CONFORMS);
        }
    }

    @Test
    void policiesThatChangedAfterTheLastAttemptLeaveNothingGreen() {
        assertThat(ids(judge(allowed().pod(1, OPEN).unsettled(DELETED))))
                .containsExactly(FindingId.POLICIES_CHANGED);
        assertThat(judge(denied().pod(1, SILENT).unsettled(DELETED)).result())
                .isEqualTo(Result.INCONCLUSIVE);
    }

    @Test
    void replicasThatTakeNoTrafficBackNoDenyWhenThereAreNoOthers() {
        assertThat(judge(denied().pod(1, SILENT).pod(2, SILENT).idle(1).uncontrolled()).result())
                .isEqualTo(Result.INCONCLUSIVE);
        assertThat(judge(denied().pod(1, SILENT).idle(1).uncontrolled()).result()).isEqualTo(Result.INCONCLUSIVE);
    }

    @Nested
    class OverUdp {

        private final Endpoint endpoint = new Endpoint(Endpoint.Kind.POD, new Place.Pod("payments", "api-9"),
                "10.244.0.9", 5000,
                Protocol.UDP, "uid-9", "node");

        @Test
        void silenceIsNoViolationOfAnAllow() {
            Verdict verdict = judge(allowed().at(endpoint, SILENT));

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.UNANSWERED);
        }

        @Test
        void silenceIsAViolationWhenAnotherSourceGotAnAnswer() {
            Known known = allowed().at(endpoint, SILENT);
            known.answered.add(endpoint.listener());

            assertThat(judge(known).result()).isEqualTo(Result.VIOLATED);
        }

        @Test
        void silenceIsAViolationWhenPoliciesDenyIt() {
            Known known = allowed().at(endpoint, SILENT);
            known.declared.put(endpoint.listener(), new Declared(endpoint.listener(), Declared.Decision.DENIED,
                    List.of(), List.of(DEFAULT_DENY), List.of(), List.of(), List.of(), List.of()));

            assertThat(ids(judge(known))).containsExactly(FindingId.MISSING_ALLOW);
        }

        @Test
        void aServerOfDnsMustAnswer() {
            assertThat(judge(allowed().at(endpoint, new Closed(Outcome.TIMEOUT, Stage.DNS, "no servers"))).result())
                    .isEqualTo(Result.VIOLATED);
        }
    }

    @Nested
    class WhatIsDeclared {

        @ParameterizedTest(name = "denied, declared {0}, seen open: {1}")
        @CsvSource({"DENIED, NOT_ENFORCED", "ALLOWED, OVER_PERMISSIVE", "UNKNOWN, LEAK"})
        void saysWhyALeakIsThere(Declared.Decision declared, FindingId finding) {
            Verdict verdict = judge(denied().pod(1, OPEN).declared(1, declared));

            assertThat(verdict.result()).isEqualTo(Result.VIOLATED);
            assertThat(ids(verdict)).containsExactly(finding);
        }

        @ParameterizedTest(name = "allowed, declared {0}, seen closed: {1}")
        @CsvSource({"DENIED, MISSING_ALLOW", "ALLOWED, NOT_POLICY", "UNKNOWN, BLOCKED"})
        void saysWhyAPathIsBlocked(Declared.Decision declared, FindingId finding) {
            Verdict verdict = judge(allowed().pod(1, SILENT).declared(1, declared));

            assertThat(verdict.result()).isEqualTo(Result.VIOLATED);
            assertThat(ids(verdict)).containsExactly(finding);
        }

        @Test
        void saysWhichLayerIsAtFaultWhenNoPolicyIs() {
            Finding finding = judge(allowed().service(REFUSED).pod(1, OPEN).declared(1, Declared.Decision.ALLOWED)
                    .declaredOfService(Declared.Decision.ALLOWED)).findings().get(0);

            assertThat(Wording.ENGLISH.message(finding))
                    .endsWith("The policies allow it. What was seen points to the Service: pod "
                            + "payments/api-1 at 10.244.0.1:8080/TCP answers and the Service's own address does not.");
            assertThat(Wording.ENGLISH.advice(finding)).contains("EndpointSlices", "kube-proxy");
        }

        @ParameterizedTest
        @EnumSource(Expectation.class)
        void saysWhyItIsNotKnownWhatIsDeclared(Expectation expected) {
            Known known = expected == Expectation.ALLOW ? allowed().pod(1, SILENT) : denied().pod(1, OPEN);

            assertThat(message(judge(known)))
                    .endsWith(" What policies declare is not known: Policies were not evaluated.");
        }

        @Test
        void namesTheRuleThatOpensAndThePolicyThatIsolates() {
            assertThat(message(judge(denied().pod(1, OPEN).declared(1, Declared.Decision.ALLOWED))))
                    .contains("allowed by NetworkPolicy payments/api ingress[0]");
            assertThat(
                    message(judge(allowed().pod(1, SILENT).declared(1, Declared.Decision.DENIED))))
                    .contains("isolated by NetworkPolicy payments/default-deny (ingress of pod payments/api-1)");
        }

        @Test
        void isARemarkWhenTheWireIsAsAgreedAllTheSame() {
            Verdict closed = judge(denied().pod(1, SILENT).declared(1, Declared.Decision.ALLOWED));
            Verdict open = judge(allowed().pod(1, OPEN).declared(1, Declared.Decision.DENIED));

            assertThat(closed.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(closed)).containsExactly(FindingId.BLOCKED_ELSEWHERE);
            assertThat(open.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(open)).containsExactly(FindingId.NOT_ENFORCED);
        }
    }

    @Nested
    class WhatTaughtNothing {

        @Test
        void isInconclusiveForAnAllow() {
            assertThat(ids(judge(allowed().pod(1, new Unreadable("no tool"))))).containsExactly(FindingId.UNREADABLE);
            assertThat(ids(judge(allowed().pod(1, new Undetermined("no name"))))).containsExactly(FindingId.UNRESOLVED);
        }

        @Test
        void isInconclusiveForADeny() {
            assertThat(judge(denied().pod(1, new Unreadable("no tool"))).result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(judge(denied().pod(1, new Undetermined("no name"))).result()).isEqualTo(Result.INCONCLUSIVE);
        }

        @ParameterizedTest(name = "{0}, answered {1}: an allow is {2} {3}, a deny {4} {5}")
        @CsvSource({"CONNECT,  true,  CONFORMS,     '',           VIOLATED, LEAK",
                "CONNECT,  false, INCONCLUSIVE, UNDETERMINED, VIOLATED, LEAK",
                "TLS,      false, INCONCLUSIVE, UNDETERMINED, VIOLATED, LEAK",
                "EXCHANGE, false, INCONCLUSIVE, UNDETERMINED, VIOLATED, LEAK",
                "DNS,      false, INCONCLUSIVE, UNDETERMINED, VIOLATED, LEAK",
                "EXCHANGE, true,  CONFORMS,     '',           VIOLATED, LEAK"})
        void leaksADenyButSatisfiesAnAllowOnlyWithItsAnswer(Stage stage, boolean answered, Result allowed,
                String ofAllowed, Result denied, FindingId ofDenied) {
            Observation seen = new Connected(stage, "Operation timed out", answered);

            Verdict allow = judge(allowed().pod(1, seen));
            assertThat(allow.result()).isEqualTo(allowed);
            assertThat(ids(allow)).isEqualTo(ofAllowed.isEmpty() ? List.of() : List.of(FindingId.valueOf(ofAllowed)));
            assertThat(judge(denied().pod(1, seen)).result()).isEqualTo(denied);
            assertThat(ids(judge(denied().pod(1, seen)))).containsExactly(ofDenied);
        }

        @ParameterizedTest
        @EnumSource(value = Stage.class, names = {"PROXY", "TLS", "EXCHANGE"})
        void isNeitherOpenNorClosedAboveTheTransport(Stage stage) {
            Observation seen = new Undetermined(stage, "no HTTP status");

            for (Known known : List.of(allowed().pod(1, seen), denied().pod(1, seen))) {
                assertThat(judge(known).result()).isEqualTo(Result.INCONCLUSIVE);
                assertThat(ids(judge(known))).containsExactly(FindingId.UNDETERMINED);
            }
        }

        @Test
        void anAnswerThatCameAtLastSatisfiesAnAllowAndIsLate() {
            Verdict verdict = judge(allowed().pod(1, new Connected(Stage.CONNECT, "silence", false), ANSWERED));

            assertThat(verdict.result()).isEqualTo(Result.CONFORMS);
            assertThat(ids(verdict)).containsExactly(FindingId.LATE);
        }

        @Test
        void isInconclusiveWhenAnEdgeCouldNotBeTried() {
            Verdict verdict = judge.notTried(Edges.allow("a", Edges.CHECKOUT).edge(), "its pod is gone", "Look.");

            assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
            assertThat(ids(verdict)).containsExactly(FindingId.NOT_TRIED);
        }
    }

    @Nested
    class AnException {

        private Known expiring(LocalDate day) {
            return new Known(
                    Edges.allow("a", Edges.CHECKOUT).governed(new Governance("legacy", "batch", "SEC-412", day)));
        }

        @Test
        void holdsThroughItsLastDay() {
            assertThat(judge(expiring(TODAY).pod(1, OPEN)).result()).isEqualTo(Result.CONFORMS);
        }

        @Test
        void isAsIfNotMadeAfterIt() {
            Known expired = expiring(TODAY.minusDays(1)).pod(1, OPEN);

            assertThat(judge.expected(expired.edge)).isEqualTo(Expectation.DENY);
            assertThat(judge(expired).result()).isEqualTo(Result.VIOLATED);
            assertThat(ids(judge(expired))).containsExactly(FindingId.EXCEPTION_EXPIRED, FindingId.LEAK);
        }

        @ParameterizedTest(name = "{0} days ahead: warned {1}")
        @CsvSource({"0, true", "14, true", "15, false"})
        void isWarnedOfTwoWeeksAhead(int days, boolean warned) {
            assertThat(ids(judge(expiring(TODAY.plusDays(days)).pod(1, OPEN))).contains(FindingId.EXCEPTION_ENDS_SOON))
                    .isEqualTo(warned);
        }
    }
}
