package dev.netproof.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that is published, held against evidence. */
public final class EvidenceSchema {

    private static final Path FILE = Path.of("../docs/schema/evidence-v1beta1.schema.json");
    private static final JsonMapper JSON = new JsonMapper();

    private final Schema compiled;
    private final JsonNode schema;

    private EvidenceSchema(String text) {
        compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
        schema = JSON.readTree(text);
    }

    public static EvidenceSchema load() throws IOException {
        return new EvidenceSchema(Files.readString(FILE));
    }

    /** What a stock validator finds wrong, and each field that is not described; empty when the evidence is as the schema says. */
    public List<String> problems(String evidence) {
        List<String> problems = new ArrayList<>();
        compiled.validate(evidence, InputFormat.JSON).forEach(error -> problems.add(error.toString()));
        undescribed("", JSON.readTree(evidence), schema, problems);
        return problems.stream().distinct().toList();
    }

    private void undescribed(String at, JsonNode value, JsonNode described, List<String> problems) {
        JsonNode of = resolved(described);
        if (value.isArray()) {
            value.forEach(item -> undescribed(at + "[]", item, of.path("items"), problems));
        } else if (value.isObject() && !of.has("additionalProperties")) {
            for (String name : value.propertyNames()) {
                JsonNode property = of.path("properties").path(name);
                if (!property.has("description") && !resolved(property).has("description")) {
                    problems.add(at + "." + name + " is not described");
                }
                undescribed(at + "." + name, value.path(name), property, problems);
            }
        }
    }

    private JsonNode resolved(JsonNode described) {
        JsonNode of = described.has("anyOf") ? described.path("anyOf").path(0) : described;
        return of.has("$ref") ? schema.at(of.path("$ref").asString().substring(1)) : of;
    }
}
