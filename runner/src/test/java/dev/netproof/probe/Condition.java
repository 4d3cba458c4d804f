package dev.netproof.probe;

import static dev.netproof.evidence.Protocol.TCP;
import static dev.netproof.evidence.Protocol.UDP;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.classify.Question;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import org.jspecify.annotations.Nullable;

/**
 * Something a probe can meet on the wire of {@code wire.sh}, and how it is to be read.
 *
 * @param expected kind of observation, way to be closed, stage: {@code Closed TIMEOUT CONNECT}
 */
record Condition(Probe probe, String expected) {

    private static final String HERE = "127.0.0.1";
    private static final String TIMEOUT = "Closed TIMEOUT CONNECT";
    private static final String REFUSED = "Closed REFUSED CONNECT";
    private static final String UNREACHABLE = "Closed UNREACHABLE CONNECT";

    /** How its record is to be read. */
    Question question() {
        Set<Integer> expectStatus = probe.ask() instanceof Ask.Request request ? request.expectStatus() : Set.of();
        return new Question(probe.ask().kind(), probe.proxy() != null, expectStatus, "");
    }

    /** TCP handshakes by nc. */
    static List<Condition> handshakes() {
        List<Condition> all = new ArrayList<>();
        all.add(handshake("open", HERE, 8080, "Connected CONNECT"));
        all.add(handshake("silent", HERE, 8081, "Connected CONNECT"));
        all.addAll(closed("", Probes::handshake));
        return all;
    }

    /** UDP by nc, and nslookup where it ended early. The kernel keeps host unreachable to itself. */
    static List<Condition> datagrams() {
        return List.of(datagram("udp-answered", 5301, "Connected EXCHANGE"),
                datagram("udp-answered-by-nul-bytes", 5302, "Connected EXCHANGE"),
                datagram("udp-answered-by-nothing", 5303, "Connected EXCHANGE"),
                datagram("udp-no-listener", 9, REFUSED), datagram("udp-dropped", 9001, TIMEOUT),
                datagram("udp-port-unreachable", 9002, REFUSED), datagram("udp-prohibited", 9003, UNREACHABLE),
                datagram("udp-host-unreachable", 9004, TIMEOUT));
    }

    /** Requests by curl, straight. */
    static List<Condition> requests() {
        List<Condition> all = new ArrayList<>(List.of(http("http-200", 8080, "/200", "Connected EXCHANGE"),
                http("http-404", 8080, "/404", "Connected EXCHANGE"),
                http("http-503", 8080, "/503", "Connected EXCHANGE"),
                http("http-302", 8080, "/302", "Connected EXCHANGE"),
                http("http-999", 8080, "/999", "Connected CONNECT unanswered"),
                http("http-0.9", 8084, "/", "Connected CONNECT unanswered"),
                http("silent", 8081, "/", "Connected CONNECT unanswered"),
                http("empty-reply", 8082, "/", "Connected CONNECT unanswered"),
                http("reset-after-request", 8083, "/", "Connected CONNECT unanswered"),
                https("https-200", 8443, "Connected EXCHANGE"), https("tls-failure", 8080, "Connected TLS unanswered"),
                https("tls-silent", 8081, "Connected TLS unanswered"),
                https("tls-reset", 8083, "Connected TLS unanswered"),
                https("tls-alert", 8444, "Connected TLS unanswered"),
                wanting("wants-200-and-gets-it", false, 8080, "/200", null, "Connected EXCHANGE"),
                wanting("wants-200-gets-302", false, 8080, "/302", null, "Closed REFUSED EXCHANGE"),
                wanting("wants-200-gets-403", false, 8080, "/403", null, "Closed REFUSED EXCHANGE"),
                wanting("wants-200-gets-999", false, 8080, "/999", null, "Undetermined EXCHANGE"),
                wanting("wants-200-gets-http-0.9", false, 8084, "/", null, "Undetermined EXCHANGE"),
                wanting("wants-200-gets-silence", false, 8081, "/", null, "Undetermined EXCHANGE"),
                wanting("wants-200-gets-empty-reply", false, 8082, "/", null, "Undetermined EXCHANGE"),
                wanting("wants-200-gets-reset", false, 8083, "/", null, "Undetermined EXCHANGE"),
                wanting("wants-200-gets-tls-alert", true, 8444, "/", null, "Closed REFUSED TLS"),
                wanting("wants-200-gets-tls-failure", true, 8080, "/", null, "Undetermined TLS"),
                wanting("wants-200-gets-tls-silence", true, 8081, "/", null, "Undetermined TLS"),
                wanting("wants-200-gets-tls-reset", true, 8083, "/", null, "Undetermined TLS"),
                wanting("wants-200-and-is-dropped", false, 9001, "/", null, TIMEOUT),
                wanting("wants-200-nobody-listens", false, 9, "/", null, REFUSED)));
        all.addAll(closed("", (id, address, port) -> Probes.get(id, address, port, "/")));
        return all;
    }

    /** Requests and handshakes by curl, through a proxy. */
    static List<Condition> proxied() {
        return List.of(via("proxy-tunnel", 3128, 8080, "Connected EXCHANGE"),
                handshakeVia("proxy-tunnel-tcp", 3128, 8080, "Connected CONNECT"),
                handshakeVia("proxy-403-tcp", 3128, 403, "Closed REFUSED PROXY"),
                via("proxy-403", 3128, 403, "Closed REFUSED PROXY"),
                via("proxy-407", 3128, 407, "Closed REFUSED PROXY"),
                via("proxy-502", 3128, 502, "Closed UNREACHABLE PROXY"),
                via("proxy-504", 3128, 504, "Closed TIMEOUT PROXY"),
                via("proxy-silent", 3129, 8080, "Undetermined PROXY"),
                via("proxy-closes", 8082, 8080, "Undetermined PROXY"),
                via("proxy-resets", 8083, 8080, "Closed REFUSED PROXY"),
                via("proxy-tunnel-silence", 3128, 8081, "Connected CONNECT unanswered"),
                wanting("proxy-wants-200-gets-silence", false, 8081, "/", Probes.tcp(HERE, 3128),
                        "Undetermined EXCHANGE"),
                wanting("proxy-wants-200-gets-close", false, 8082, "/", Probes.tcp(HERE, 3128),
                        "Undetermined EXCHANGE"),
                wanting("proxy-wants-200-gets-reset", false, 8083, "/", Probes.tcp(HERE, 3128),
                        "Closed REFUSED EXCHANGE"),
                via("proxy-down", 9, 8080, "Closed REFUSED PROXY"),
                via("proxy-dropped", 9001, 8080, "Closed TIMEOUT PROXY"),
                via("proxy-prohibited", 9003, 8080, "Closed UNREACHABLE PROXY"));
    }

    /** Queries to which something comes back that is no answer, by what nslookup of BIND makes of it. */
    static List<Condition> unfitAnswers() {
        return Stream.of("wrongid", "question", "garbage", "nothing", "truncated")
                .map(answer -> new Condition(Probes.query("dns-" + answer, UDP, HERE, 5354, answer + ".example"),
                        "Connected DNS unanswered"))
                .toList();
    }

    /**
     * Queries as BusyBox's nslookup reads them: it takes another question and a truncated answer for an answer, and keeps the
     * rest to itself. What is silent is in doubt, since the kernel counts the datagrams that the servers beside it take as
     * well.
     */
    static List<Condition> queriesOfBusyBox() {
        return Stream.concat(queries(UDP).stream(), unfitAnswers().stream())
                .map(condition -> new Condition(condition.probe, switch (condition.probe.id()) {
                    case "dns-question", "dns-truncated" -> "Connected DNS";
                    case "dns-wrongid", "dns-garbage", "dns-nothing" -> "Undetermined EXCHANGE";
                    default -> condition.expected.equals("Closed TIMEOUT DNS") ? "Undetermined EXCHANGE"
                            : condition.expected;
                })).toList();
    }

    /** Queries by nslookup, with an answer or without. */
    static List<Condition> queries(Protocol protocol) {
        String prefix = protocol == TCP ? "dns-tcp-" : "dns-";
        List<Condition> all = new ArrayList<>();
        for (String answer : List.of("ok", "empty", "nxdomain", "servfail", "refused")) {
            all.add(new Condition(Probes.query(prefix + answer, protocol, HERE, 5353, answer + ".example"),
                    "Connected DNS"));
        }
        closed(prefix, (id, address, port) -> Probes.query(id, protocol, address, port, "ok.example")).stream()
                .map(closed -> new Condition(closed.probe, overDns(closed, protocol)))
                .forEach(all::add);
        return all;
    }

    /** Over UDP the kernel keeps host unreachable to itself: it may be over soon. */
    private static String overDns(Condition closed, Protocol protocol) {
        return protocol == UDP && closed.probe.id().endsWith("host-unreachable")
                ? "Closed TIMEOUT DNS"
                : closed.expected.replace("CONNECT", "DNS");
    }

    private interface Make {
        Probe probe(String id, String address, int port);
    }

    private static List<Condition> closed(String prefix, Make make) {
        return List.of(new Condition(make.probe(prefix + "no-listener", HERE, 9), REFUSED),
                new Condition(make.probe(prefix + "dropped", HERE, 9001), TIMEOUT),
                new Condition(make.probe(prefix + "rejected", HERE, 9002), REFUSED),
                new Condition(make.probe(prefix + "prohibited", HERE, 9003), UNREACHABLE),
                new Condition(make.probe(prefix + "host-unreachable", HERE, 9004), UNREACHABLE),
                new Condition(make.probe(prefix + "no-route", "198.51.100.1", 80), UNREACHABLE),
                new Condition(make.probe(prefix + "route-prohibits", "198.51.100.2", 80), UNREACHABLE),
                new Condition(make.probe(prefix + "route-unreachable", "198.51.100.3", 80), UNREACHABLE),
                new Condition(make.probe(prefix + "route-blackhole", "198.51.100.4", 80), UNREACHABLE));
    }

    private static Condition handshake(String id, String address, int port, String expected) {
        return new Condition(Probes.handshake(id, address, port), expected);
    }

    private static Condition datagram(String id, int port, String expected) {
        return new Condition(Probes.datagram(id, HERE, port), expected);
    }

    private static Condition http(String id, int port, String path, String expected) {
        return new Condition(Probes.get(id, HERE, port, path), expected);
    }

    private static Condition https(String id, int port, String expected) {
        return new Condition(Probes.request(id, true, "GET", "/", HERE, port, "api.example", null), expected);
    }

    private static Condition wanting(String id, boolean tls, int port, String path, @Nullable Endpoint proxy,
            String expected) {
        return new Condition(Probes.probe(id, new Ask.Request(tls, "GET", path, Set.of(200)), Probes.tcp(HERE, port),
                HERE, proxy), expected);
    }

    private static Condition via(String id, int proxy, int port, String expected) {
        Endpoint hop = Probes.tcp(HERE, proxy);
        return new Condition(Probes.request(id, false, "GET", "/", "out.example", port, "out.example", hop), expected);
    }

    private static Condition handshakeVia(String id, int proxy, int port, String expected) {
        return new Condition(Probes.probe(id, new Ask.Handshake(), Probes.tcp("out.example", port), "out.example",
                Probes.tcp(HERE, proxy)), expected);
    }

    static List<Condition> all() {
        return Stream.of(handshakes(), datagrams(), requests(), proxied(), queries(UDP), unfitAnswers(),
                queries(TCP))
                .flatMap(List::stream).toList();
    }
}
