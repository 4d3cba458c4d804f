package dev.netproof.manifests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.netproof.manifests.Shape.Anything;
import dev.netproof.manifests.Shape.Fields;
import dev.netproof.manifests.Shape.Labels;
import dev.netproof.manifests.Shape.ListOf;
import dev.netproof.manifests.Shape.MapOf;
import dev.netproof.manifests.Shape.Model;
import dev.netproof.manifests.Shape.Single;
import dev.netproof.manifests.Written.Items;
import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Meaning;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.LabelValues;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is written with what may stand there, and turns it into the maps, lists and values that it means.
 *
 * <p>As an API server does that validates fields strictly, but for null in lists and labels: what it takes for null there,
 * nobody means.
 */
final class ShapeCheck {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final int MOST_NAMED = 12;

    private final ManifestProblems problems;

    ShapeCheck(ManifestProblems problems) {
        this.problems = problems;
    }

    /** Null where nothing can be made of it, or nothing is written. */
    @Nullable
    Object read(Written written, Shape shape, String path) {
        if (written.isNothing()) {
            return null;
        }
        return switch (shape) {
            case Anything any -> anything(written);
            case Model model -> fields(written, Models.of(model.type()), path);
            case Fields fields -> fields(written, fields, path);
            case Labels labels -> labels(written, labels, path);
            case MapOf(Shape value) -> map(written, value, path);
            case ListOf(Shape item) -> list(written, item, path);
            case Single single -> single(written, single, path);
        };
    }

    /** How messages name what stands under a key. */
    static String under(String path, String key) {
        return path.isEmpty() ? key : WORD.matcher(key).matches() ? path + "." + key : path + "[" + key + "]";
    }

    private @Nullable Object anything(Written written) {
        return switch (written) {
            case Mapping mapping -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                mapping.entries().forEach((key, entry) -> values.put(key, anything(entry.value())));
                yield values;
            }
            case Items list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.all().forEach(item -> values.add(anything(item)));
                yield values;
            }
            case Scalar scalar -> value(scalar);
        };
    }

    private static @Nullable Object value(Scalar scalar) {
        return switch (scalar.type()) {
            case TEXT, OTHER -> scalar.text();
            case FLAG -> Scalars.flag(scalar.text());
            case WHOLE -> Scalars.whole(scalar.text()).<Object>map(ShapeCheck::fitting).orElse(scalar.text());
            case NUMBER -> Scalars.number(scalar.text()).<Object>map(ShapeCheck::fitting).orElse(scalar.text());
            case NOTHING -> null;
        };
    }

    private static Object fitting(BigInteger number) {
        // The model tells numbers of 32 bits from those of 64.
        return number.bitLength() < Integer.SIZE ? (Object) number.intValue()
                : number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private static Object fitting(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 ? fitting(number.toBigInteger()) : number;
    }

    private @Nullable Object fields(Written written, Fields shape, String path) {
        if (!(written instanceof Mapping mapping)) {
            return wrongKind(written, path, "fields", "Write a mapping, each field on a line with a colon.");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Written.Entry entry : mapping.entries().values()) {
            String name = entry.key().text();
            Shape field = shape.fields().get(name);
            if (field == null) {
                unknown(entry.key(), name, shape, path);
                continue;
            }
            Object value = read(entry.value(), field, under(path, name));
            if (value != null) {
                values.put(name, value);
            }
        }
        for (String name : new TreeSet<>(shape.required())) {
            if (mapping.get(name) == null) {
                problems.add(mapping.at(), under(path, name) + " is missing", "Write it.");
            }
        }
        shape.rule().check(mapping, path, problems);
        return values;
    }

    private void unknown(Scalar key, String name, Fields shape, String path) {
        Set<String> known = new TreeSet<>(shape.fields().keySet());
        String where = path.isEmpty() ? "" : " in " + path;
        String wrong = "there is no field " + Quote.of(name) + where;
        Nearest.to(name, known).ifPresentOrElse(
                meant -> problems.add(key.at(), wrong, "Did you mean " + meant + "?"),
                () -> {
                    if (shape.isComplete()) {
                        problems.add(key.at(), wrong, known.size() > MOST_NAMED ? "Remove it, or check its indentation."
                                : "Known are " + String.join(", ", known) + ".");
                    }
                });
    }

    private Map<String, String> labels(Written written, Labels shape, String path) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (!(written instanceof Mapping mapping)) {
            wrongKind(written, path, "keys and values", "Write a mapping such as app: web.");
            return labels;
        }
        for (Written.Entry entry : mapping.entries().values()) {
            String key = entry.key().text();
            String name = under(path, key);
            if (entry.key().type() != Meaning.TEXT) {
                problems.add(entry.key().at(), name + " has a key that is " + entry.key().type().words()
                        + ", and Kubernetes takes only text", "Quote it: " + quoted(key) + ".");
            } else {
                new LabelKeys().wrong(shape.freeValues() ? key.toLowerCase(Locale.ROOT) : key)
                        .ifPresent(wrong -> problems.add(entry.key().at(),
                                name + ": the key " + Quote.of(key) + " " + wrong.what(),
                                wrong.fix()));
            }
            if (entry.value().isNothing()) {
                problems.add(entry.key().at(), name + " has no value", "Write one, or \"\" for the empty value.");
                continue;
            }
            Object value = single(entry.value(), Single.TEXT, name);
            if (value instanceof String text) {
                labels.put(key, text);
                if (!shape.freeValues() && !LabelValues.isOne(text)) {
                    problems.add(entry.value().at(), name + ": " + Quote.of(text) + " is not a label value",
                            LabelValues.RULE);
                }
            }
        }
        return labels;
    }

    private Map<String, Object> map(Written written, Shape shape, String path) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!(written instanceof Mapping mapping)) {
            wrongKind(written, path, "keys and values", "Write a mapping.");
            return values;
        }
        mapping.entries().forEach((key, entry) -> {
            Object value = read(entry.value(), shape, under(path, key));
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }

    private @Nullable List<Object> list(Written written, Shape shape, String path) {
        if (!(written instanceof Items list)) {
            wrongKind(written, path, "a list", "Write a dash before each item.");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.all().size(); i++) {
            Written item = list.all().get(i);
            String name = path + "[" + i + "]";
            if (item.isNothing()) {
                problems.add(item.at(), name + " is empty", shape instanceof Single
                        ? "Write a value, or remove the item."
                        : "Remove the item, or write {} if one without any field is meant.");
                continue;
            }
            Object value = read(item, shape, name);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object single(Written written, Single shape, String path) {
        if (!(written instanceof Scalar scalar)) {
            return wrongKind(written, path, "a single value", "Write one value.");
        }
        return switch (shape) {
            case TEXT -> scalar.type() == Meaning.TEXT ? scalar.text() : notText(scalar, path);
            case FLAG -> scalar.type() == Meaning.FLAG ? value(scalar)
                    : FLAGS.contains(scalar.text()) ? inQuotes(scalar, path)
                            : wrong(scalar, path, "is neither true nor false", "Write one of them.");
            case WHOLE -> whole(scalar, path, Integer.class);
            case LONG -> whole(scalar, path, Long.class);
            case NUMBER -> scalar.type() == Meaning.WHOLE || scalar.type() == Meaning.NUMBER ? value(scalar)
                    : wrong(scalar, path, "is no number", "Write digits, without quotes.");
            case TEXT_OR_WHOLE -> scalar.type() == Meaning.TEXT ? scalar.text() : whole(scalar, path, Integer.class);
            case TEXT_OR_NUMBER -> switch (scalar.type()) {
                case TEXT, WHOLE, NUMBER -> scalar.text();
                case FLAG, OTHER, NOTHING -> notText(scalar, path);
            };
        };
    }

    private @Nullable Object whole(Scalar scalar, String path, Class<?> widest) {
        Object value = switch (scalar.type()) {
            case WHOLE, NUMBER -> value(scalar);
            case TEXT, FLAG, OTHER, NOTHING -> null;
        };
        if (value instanceof Integer || widest.isInstance(value)) {
            return value;
        } else if (scalar.type() == Meaning.TEXT && DIGITS.matcher(scalar.text()).matches()) {
            return inQuotes(scalar, path);
        }
        return wrong(scalar, path, value == null || value instanceof BigDecimal ? "is no whole number"
                : "is larger than any number that can stand here", "Write digits.");
    }

    private @Nullable Object inQuotes(Scalar scalar, String path) {
        return wrong(scalar, path, "is text, in quotes or by its tag", "Remove the quotes.");
    }

    private @Nullable Object notText(Scalar scalar, String path) {
        return wrong(scalar, path, "is " + scalar.type().words() + ", and Kubernetes takes only text here",
                "Quote it: " + quoted(scalar.text()) + ".");
    }

    private static String quoted(String text) {
        return "\"" + Quote.of(text).replaceAll("^\"|\"$", "") + "\"";
    }

    private @Nullable Object wrong(Scalar scalar, String path, String what, String how) {
        problems.add(scalar.at(), path + ": " + Quote.of(scalar.text()) + " " + what, how);
        return null;
    }

    private @Nullable Object wrongKind(Written written, String path, String wanted, String how) {
        String found = switch (written) {
            case Mapping mapping -> "a mapping";
            case Items list -> "a list";
            case Scalar scalar -> Quote.of(scalar.text());
        };
        problems.add(written.at(), (path.isEmpty() ? "the object" : path) + " takes " + wanted + ", not " + found, how);
        return null;
    }
}
