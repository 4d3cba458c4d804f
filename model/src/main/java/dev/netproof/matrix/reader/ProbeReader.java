package dev.netproof.matrix.reader;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.matrix.Ask;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.grammar.Bytes;
import dev.netproof.matrix.grammar.Queries;
import dev.netproof.matrix.grammar.RequestPaths;
import dev.netproof.matrix.grammar.Statuses;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;

/**
 * Reads {@code probe}: the word alone, or one word and what it needs.
 *
 * @param variables of which names and paths may speak
 */
record ProbeReader(Variables variables) {

    private static final String ROOT = "/";

    private static final Vocabulary<Optional<Ask>> WORDS = words();

    private static Vocabulary<Optional<Ask>> words() {
        var words = new LinkedHashMap<String, Optional<Ask>>();
        words.put("tcp", Optional.of(new Ask.Handshake()));
        words.put("http", Optional.of(request(false)));
        words.put("https", Optional.of(request(true)));
        words.put("udp", Optional.of(new Ask.Datagram()));
        words.put("dns", Optional.empty());
        return new Vocabulary<>(words, Map.of("curl", "http", "tls", "https", "nc", "tcp", "nslookup", "dns"));
    }

    private static Ask request(boolean tls) {
        return new Ask.Request(tls, "GET", ROOT, Set.of());
    }

    Optional<Ask> read(Value probe) {
        if (!probe.isMapping()) {
            var word = probe.read(WORDS);
            if (word.isPresent() && word.get().isEmpty()) {
                probe.wrong("probe dns does not say which name to ask for."
                        + " Write {dns: kubernetes.default.svc.cluster.local}.");
            }
            return word.flatMap(ask -> ask);
        }
        return probe.fields("").flatMap(this::detailed);
    }

    private Optional<Ask> detailed(Fields probe) {
        var asks = new LinkedHashMap<String, Optional<Ask>>();
        for (var word : WORDS.words().keySet()) {
            probe.take(word).ifPresent(value -> asks.put(word, detailed(word, value)));
        }
        probe.close();
        if (probe.entries().isEmpty()) {
            probe.wrong("probe is empty. Write tcp, http, https, udp or {dns: NAME}, or drop the key.");
        } else if (asks.size() > 1) {
            probe.wrong("probe asks for " + String.join(" and ", asks.keySet()) + " at once. Write an edge for each.");
        }
        return asks.values().stream().flatMap(Optional::stream).findFirst();
    }

    private Optional<Ask> detailed(String word, Value value) {
        return switch (word) {
            case "dns" -> value.read(new Queries(), variables).map(Ask.Query::new);
            case "http" -> request(value, false);
            case "https" -> request(value, true);
            case "udp" -> datagram(value);
            default -> {
                value.wrong("probe " + word + " has nothing to set. Write probe: " + word + ".");
                yield Optional.empty();
            }
        };
    }

    private Optional<Ask> datagram(Value value) {
        return value.fields("Write {send: 'PING\\n'}.").map(datagram -> {
            var send = datagram.read("send", new Bytes()).orElse(Ask.Datagram.PLAIN);
            var expect = datagram.read("expect", new Bytes()).orElse("");
            datagram.close();
            return new Ask.Datagram(send, expect);
        });
    }

    private Optional<Ask> request(Value value, boolean tls) {
        return value.fields("Write {path: /healthz}.").map(request -> {
            var path = request.take("path").flatMap(written -> written.read(new RequestPaths(), variables))
                    .orElse(ROOT);
            var method = request.read("method", Vocabulary.METHODS).orElse("GET");
            var statuses = new LinkedHashSet<Integer>();
            request.take("expectStatus").map(Value::oneOrMore).orElse(List.of())
                    .forEach(item -> item.read(new Statuses()).ifPresent(statuses::add));
            request.close();
            return new Ask.Request(tls, method, path, statuses);
        });
    }

    /** Records a problem when the port's protocol can't carry the question. */
    static void check(Value probe, Ask ask, Port port) {
        if (ask.protocol() == port.protocol()) {
            return;
        }
        var said = "probe " + ask.kind().name().toLowerCase(Locale.ROOT) + " speaks " + ask.protocol()
                + ", and the port is " + port.written() + ". Write port: " + port.word();
        probe.wrong(switch (ask.protocol()) {
            case TCP -> said + ", or probe: udp.";
            case UDP -> said + "/UDP, or probe: tcp.";
        });
    }
}
