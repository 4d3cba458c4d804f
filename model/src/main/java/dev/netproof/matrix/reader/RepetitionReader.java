package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.matrix.NamespaceSelector;
import dev.netproof.matrix.NamespaceSelector.Requirement;
import dev.netproof.matrix.Repetition;
import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;

/** Reads {@code forEach}. */
final class RepetitionReader {

    /** Values multiply: more variables than these are taken for a mistake. */
    private static final int MOST = 3;

    private RepetitionReader() {}

    /** The variables, in the order of the file; those that can't be read are there all the same, with no values. */
    static List<Repetition> read(Fields spec) {
        return spec.take("forEach").flatMap(value -> value.fields("Write {tenant: {namespaceSelector: …}}."))
                .map(RepetitionReader::all).orElse(List.of());
    }

    private static List<Repetition> all(Fields fields) {
        if (fields.entries().isEmpty()) {
            fields.wrong("forEach names no variable. Write {tenant: {namespaceSelector: …}}, or drop it.");
        }
        if (fields.entries().size() > MOST) {
            fields.wrong("forEach names more than " + MOST + " variables. Split the matrix.");
        }
        var repetitions = new ArrayList<Repetition>();
        for (var entry : fields.entries()) {
            entry.key().named("variable").read(Names.LABEL);
            repetitions.add(new Repetition(entry.name(), entry.key().position(),
                    over(entry).orElse(new Repetition.Over.Names(List.of()))));
        }
        return repetitions;
    }

    private static Optional<Repetition.Over> over(Fields.Entry entry) {
        return entry.value().named("variable " + Quote.of(entry.name()))
                .fields("Write {namespaceSelector: …}, or {names: [a, b]}.").flatMap(fields -> {
                    var names = fields.take("names");
                    var selector = fields.take("namespaceSelector");
                    fields.close();
                    if (names.isPresent() == selector.isPresent()) {
                        fields.wrong(names.isPresent()
                                ? "the variable has both names and a namespaceSelector. Keep one of them."
                                : "the variable has no values. Give it a namespaceSelector, or names.");
                    }
                    return selector.map(RepetitionReader::namespaces)
                            .or(() -> names.map(value -> new Repetition.Over.Names(distinct(value))));
                });
    }

    private static Repetition.Over namespaces(Value selector) {
        return selector.fields("Write {matchLabels: {LABEL: VALUE}}.").map(fields -> {
            var labels = fields.take("matchLabels")
                    .map(new LabelsReader(new Variables(Set.of()))::read);
            var expressions = fields.take("matchExpressions")
                    .map(value -> value.items("Write [{key: LABEL, operator: Exists}].")).orElse(List.of())
                    .stream().flatMap(item -> requirement(item).stream()).toList();
            fields.close();
            return new Repetition.Over.Namespaces(new NamespaceSelector(labels.orElse(Map.of()), expressions));
        }).map(Repetition.Over.class::cast).orElse(new Repetition.Over.Names(List.of()));
    }

    private static Optional<Requirement> requirement(Value item) {
        return item.named("expression").fields("Write {key: LABEL, operator: Exists}.").flatMap(fields -> {
            var key = fields.require("key", "Add key: LABEL.").flatMap(value -> value.read(new LabelKeys()));
            var operator = fields.require("operator", "Add operator: Exists, for example.");
            var word = operator.flatMap(value -> value.read(Vocabulary.OPERATORS));
            var values = fields.take("values");
            fields.close();
            return key.flatMap(name -> word.flatMap(known -> requirement(name, known, fields, values)));
        });
    }

    private static Optional<Requirement> requirement(String key, String operator, Fields fields,
            Optional<Value> values) {
        boolean compares = operator.endsWith("In");
        if (compares && values.isEmpty()) {
            fields.wrong("operator " + operator + " compares with values. Add values: [a, b].");
            return Optional.empty();
        }
        if (!compares && values.isPresent()) {
            values.get().wrong("operator " + operator + " takes no values. Drop them.");
        }
        var labels = new LabelsReader(new Variables(Set.of()));
        var read = new LinkedHashSet<String>();
        values.map(Value::oneOrMore).orElse(List.of())
                .forEach(item -> labels.label(item.named("label value")).ifPresent(read::add));
        return Optional.of(switch (operator) {
            case "In" -> new Requirement.In(key, read);
            case "NotIn" -> new Requirement.NotIn(key, read);
            case "Exists" -> new Requirement.Exists(key);
            default -> new Requirement.DoesNotExist(key);
        });
    }

    private static List<String> distinct(Value names) {
        return Part.all(names, item -> item.named("name").read(Names.LABEL), name -> name).stream()
                .map(Part::value).toList();
    }
}
