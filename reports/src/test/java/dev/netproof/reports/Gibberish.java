package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.Side;
import dev.netproof.evidence.text.Wording;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Words that mean nothing, in the shapes of words from which somebody once cut namespaces. */
final class Gibberish implements Wording {
    static final String WORDS = "service elsewhere/of-no-meaning via pod nowhere/at-all in gibberish";

    private static final JsonMapper JSON = JsonMapper.shared();
    /** The keys under which evidence has text for people. */
    private static final Set<String> TEXTS = Set.of("summary", "message", "advice", "detail", "quote", "remedy",
            "remark",
            "remarks", "unread",
            "stdout", "stderr", "suggestion");

    interface Run {
        void into(EvidenceSink sink) throws IOException;
    }

    /** The same run, as it is written down. */
    static Run readAgain(Run run) throws IOException {
        return of(json(run));
    }

    /** The same run, in which every text for people is gibberish. */
    static Run of(Run run) throws IOException {
        JsonNode evidence = json(run);
        replace(evidence);
        return of(evidence);
    }

    private static Run of(JsonNode evidence) {
        byte[] bytes = evidence.toString().getBytes(UTF_8);
        return sink -> EvidenceJson.read(new ByteArrayInputStream(bytes), sink);
    }

    private static JsonNode json(Run run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EvidenceSink sink = EvidenceJson.writer(out)) {
            run.into(sink);
        }
        return JSON.readTree(out.toByteArray());
    }

    private static void replace(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.path(name);
                if (!TEXTS.contains(name)) {
                    replace(value);
                } else if (value.isString()) {
                    // That there is nothing to say is a fact.
                    object.put(name, value.asString().isBlank() ? value.asString() : WORDS);
                } else if (value instanceof ArrayNode texts) {
                    int count = texts.size();
                    texts.removeAll();
                    for (int i = 0; i < count; i++) {
                        texts.add(WORDS);
                    }
                }
            }
        } else {
            node.forEach(Gibberish::replace);
        }
    }

    @Override
    public String place(Place place) {
        return WORDS;
    }

    @Override
    public String source(Party source) {
        return WORDS;
    }

    @Override
    public String target(Party target) {
        return WORDS;
    }

    @Override
    public String endpoint(Endpoint endpoint) {
        return WORDS;
    }

    @Override
    public String side(Side side) {
        return WORDS;
    }

    @Override
    public String sides(List<Side> sides) {
        return WORDS;
    }

    @Override
    public String difference(Difference difference) {
        return WORDS;
    }

    @Override
    public String nearest(NearestRule nearest) {
        return WORDS;
    }

    @Override
    public List<String> remarks(Declared declared) {
        return List.of(WORDS);
    }

    @Override
    public String change(PolicyChange change) {
        return WORDS;
    }

    @Override
    public String message(Finding finding) {
        return WORDS;
    }

    /** That there is nothing to do is a fact. */
    @Override
    public String advice(Finding finding) {
        return ENGLISH.advice(finding).isEmpty() ? "" : WORDS;
    }

    @Override
    public String subject(Control.Subject subject) {
        return WORDS;
    }

    @Override
    public String grounds(Grounds grounds) {
        return WORDS;
    }
}
