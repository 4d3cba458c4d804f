package dev.netproof.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.Protocol;

/** Reads {@code probe}: the word alone, or one word and what it needs. */
final class ProbeReader {

    private static final String EXAMPLE = "Write {dns: kubernetes.default.svc.cluster.local}.";
    private static final String WHOLE_PATH = "/";

    private static final Vocabulary<Optional<Ask>> WORDS = words();

    private ProbeReader() {}

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
        return new Ask.Request(tls, "GET", WHOLE_PATH, Set.of());
    }

    static Optional<Ask> read(Value probe) {
        if (!probe.isMapping()) {
            var word = probe.read(WORDS);
            if (word.isPresent() && word.get().isEmpty()) {
                probe.wrong("probe dns does not say which name to ask for. " + EXAMPLE);
            }
            return word.flatMap(ask -> ask);
        }
        return probe.fields("").flatMap(ProbeReader::detailed);
    }

    private static Optional<Ask> detailed(Fields probe) {
        var asks = new ArrayList<Ask>();
        var written = new ArrayList<String>();
        for (var word : WORDS.words().keySet()) {
            probe.take(word).ifPresent(value -> {
                written.add(word);
                (switch (word) {
                    case "dns" -> value.read(new Queries()).<Ask>map(Ask.Query::new);
                    case "http", "https" -> http(value, word.equals("https"));
                    default -> {
                        value.wrong("probe " + word + " has nothing to set. Write probe: " + word + ".");
                        yield Optional.<Ask>empty();
                    }
                }).ifPresent(asks::add);
            });
        }
        probe.close();
        if (written.isEmpty() && probe.entries().isEmpty()) {
            probe.wrong("probe is empty. Write tcp, http, https, udp or {dns: NAME}, or drop the key.");
        } else if (written.size() > 1) {
            probe.wrong("probe asks for " + String.join(" and ", written) + " at once. Write an edge for each.");
        }
        return asks.stream().findFirst();
    }

    private static Optional<Ask> http(Value value, boolean tls) {
        return value.fields("Write {path: /healthz}.").map(request -> {
            var path = request.read("path", new RequestPaths()).orElse(WHOLE_PATH);
            var method = request.read("method", Vocabulary.METHODS).orElse("GET");
            var statuses = new LinkedHashSet<Integer>();
            request.take("expectStatus").map(Value::oneOrMore).orElse(List.of())
                    .forEach(item -> item.read(new Statuses()).ifPresent(statuses::add));
            request.close();
            return new Ask.Request(tls, method, path, statuses);
        });
    }

    /** Records a problem when a question can't be put to a port. */
    static void check(Value probe, Ask ask, Port port) {
        boolean udp = port.protocol() == Protocol.UDP;
        var word = ask.kind().name().toLowerCase(Locale.ROOT);
        switch (ask) {
            case Ask.Handshake h when udp -> probe.wrong(speaksTcp(word, port));
            case Ask.Request r when udp -> probe.wrong(speaksTcp(word, port));
            case Ask.Datagram d when !udp -> probe.wrong(speaksUdp(word, port));
            case Ask.Query q when !udp -> probe.wrong(speaksUdp(word, port));
            case Ask.Handshake h -> {
            }
            case Ask.Request r -> {
            }
            case Ask.Datagram d -> {
            }
            case Ask.Query q -> {
            }
        }
    }

    private static String speaksTcp(String word, Port port) {
        return "probe " + word + " speaks TCP, and the port is " + port.written() + ". Write port: "
                + port.word() + ", or probe: udp.";
    }

    private static String speaksUdp(String word, Port port) {
        return "probe " + word + " speaks UDP, and the port is " + port.written() + ". Write port: "
                + port.word() + "/UDP, or probe: tcp.";
    }
}
