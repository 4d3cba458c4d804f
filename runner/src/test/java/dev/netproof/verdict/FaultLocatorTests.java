package dev.netproof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Fault;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.FindingFacts;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Observation.Closed;
import dev.netproof.evidence.Observation.Connected;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.evidence.Stage;
import dev.netproof.evidence.text.Wording;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultLocatorTests {

    private final List<PathHistory> paths = new ArrayList<>();
    private final Set<Listener> idle = new HashSet<>();

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
                                            pod a: cut                                     | DNS         | it is the server itself that gave no answer
                                            service: cut, pod a: cut                       | DNS         | it is the server itself that gave no answer
                                            service: refused, pod a: open                  | Service     | pod payments/a at 10.0.0.1:80/TCP answers and the Service's own address does not
                                            service: silent, pod a: open                   | Service     | pod payments/a at 10.0.0.1:80/TCP answers and the Service's own address does not
                                            service: silent, pod a: silent, pod b: open    | Service     | pod payments/b at 10.0.0.2:80/TCP answers and the Service's own address does not
                                            service: refused                               | endpoints   | none stands behind it
                                            service: silent                                | endpoints   | none stands behind it
                                            service: refused, pod a: refused idle          | endpoints   | none of the 1 behind it is ready
                                            service: refused, pod a: open idle             | endpoints   | none of the 1 behind it is ready
                                            service: refused, pod a: refused               | application | nothing listens there
                                            service: silent, pod a: silent                 | network     | nothing answers, not even to refuse
                                            service: silent, pod a: unreadable             | network     | nothing behind it answers
                                            pod a: refused                                 | application | nothing listens there
                                            pod a: refused, pod b: open                    | application | nothing listens there
                                            pod a: failing                                 | application | it is connected, and answers otherwise than agreed
                                            pod a: silent                                  | network     | nothing answers, not even to refuse
                                            pod a: unreachable                             | network     | nothing answers, not even to refuse
                                            pod a: silent, pod b: silent                   | network     | nothing answers, not even to refuse
                                            pod a@n1: silent, pod b@n2: open               | node        | no endpoint on node n1 answers, and one elsewhere does
                                            pod a@n1: silent, pod b@n1: silent, pod c@n2: open, pod d@n3: open | node | no endpoint on node n1 answers, and 2 elsewhere do
                                            pod a@n1: unreachable, pod b@n2: open          | node        | no endpoint on node n1 answers, and one elsewhere does
                                            pod a@n1: silent, pod b@n1: open               | application | pod payments/b at 10.0.0.2:80/TCP answers on the same node
                                            pod a@n1: silent, pod b@n1: open, pod c@n2: open | application | pod payments/b at 10.0.0.2:80/TCP answers on the same node
                                            pod a@n1: silent, pod b@n2: open idle          | network     | nothing answers, not even to refuse
                                            pod a: silent, pod b: open                     | network     | nothing answers, not even to refuse
                                            service: silent, pod a@n1: silent, pod b@n2: silent | network | nothing answers, not even to refuse
                                            address: refused                               | application | something answers there and refuses
                                            address: silent                                | network     | nothing answers at that address
                                            address: proxied                               | proxy       | the connection got no further
                                            """)
    void isSoughtWhereWhatWasSeenPoints(String seen, String layer, String why) {
        for (String path : seen.split(", ", -1)) {
            add(path.split(": ", -1)[0], path.split(": ", -1)[1]);
        }

        Closed closed = (Closed) paths.get(0).last().observation();
        Fault fault = FaultLocator.of(paths.get(0), closed, paths, idle);

        Finding finding = new Finding(Finding.Weight.VIOLATION, new FindingFacts.Faulty(paths.get(0).endpoint(), closed,
                true, fault));
        assertThat(fault.layer().name()).isEqualToIgnoringCase(layer);
        assertThat(Wording.ENGLISH.message(finding)).endsWith(" points to the " + layer + ": " + why + ".");
        assertThat(Wording.ENGLISH.advice(finding)).matches("Look .*[.?]");
    }

    private void add(String what, String seen) {
        int number = paths.size() + (paths.isEmpty() || paths.get(0).endpoint().kind() == Endpoint.Kind.POD ? 1 : 0);
        String[] name = what.split("@", -1);
        Endpoint.Kind kind = what.startsWith("pod") ? Endpoint.Kind.POD
                : what.equals("service") ? Endpoint.Kind.SERVICE : Endpoint.Kind.EXTERNAL;
        Endpoint endpoint = new Endpoint(kind, place(kind, name[0]),
                kind == Endpoint.Kind.POD ? "10.0.0." + number : "10.96.0.1",
                80,
                Protocol.TCP, null, name.length == 2 ? name[1] : null);
        if (seen.endsWith(" idle")) {
            idle.add(endpoint.listener());
        }
        paths.add(
                new PathHistory(List.of(new Attempt(1, new ProbePod("shop", "p", null, null, null, Map.of()), endpoint,
                        new RawRecord("e", "nc", List.of(), 0, "", "", Instant.EPOCH, Duration.ZERO),
                        observation(seen.replace(" idle", ""))))));
    }

    private static Place place(Endpoint.Kind kind, String name) {
        return switch (kind) {
            case POD -> new Place.Pod("payments", name.substring("pod ".length()));
            case SERVICE -> new Place.Service("payments", name);
            case EXTERNAL -> new Place.Host(name);
        };
    }

    private static Observation observation(String seen) {
        return switch (seen) {
            case "open" -> new Connected(Stage.CONNECT, "");
            case "silent" -> new Closed(Outcome.TIMEOUT, Stage.CONNECT, "");
            case "refused" -> new Closed(Outcome.REFUSED, Stage.CONNECT, "");
            case "unreachable" -> new Closed(Outcome.UNREACHABLE, Stage.CONNECT, "");
            case "cut" -> new Closed(Outcome.TIMEOUT, Stage.DNS, "");
            case "failing" -> new Closed(Outcome.REFUSED, Stage.EXCHANGE, "HTTP 503");
            case "proxied" -> new Closed(Outcome.REFUSED, Stage.PROXY, "403");
            default -> new Observation.Unreadable(seen);
        };
    }
}
