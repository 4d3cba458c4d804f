package dev.netproof.matrix.reader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.LabelValues;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;

/**
 * Reads labels.
 *
 * @param variables of which their values may speak
 */
record LabelsReader(Variables variables) {

    Map<String, String> read(Value value) {
        var labels = new LinkedHashMap<String, String>();
        value.fields("Write " + value.name() + ": {app: NAME}.").ifPresent(fields -> {
            for (var entry : fields.entries()) {
                entry.key().named("label").read(new LabelKeys());
                label(entry.value().named("label " + Quote.of(entry.name())))
                        .ifPresent(text -> labels.put(entry.name(), text));
            }
        });
        return labels;
    }

    /** One value, which Kubernetes insists on being text. */
    Optional<String> label(Value value) {
        if (value.isAmbiguous() && !value.isEmpty()) {
            return value.text().flatMap(text -> {
                value.wrong(value.name() + " is not plainly text, which Kubernetes insists on. Write \"" + text
                        + "\" with the quotes.");
                return Optional.empty();
            });
        }
        return value.read(new LabelValues(), variables);
    }
}
