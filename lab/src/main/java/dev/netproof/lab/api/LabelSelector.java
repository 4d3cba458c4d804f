package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A label selector: every requirement must hold. */
public record LabelSelector(List<Requirement> requirements) {
    private static final Pattern PART = Pattern.compile(
            "\\s*(?:(?<absent>!)\\s*(?<absentKey>[^\\s,=!()]+)"
                    + "|(?<setKey>[^\\s,=!()]+)\\s+(?<set>in|notin)\\s*\\((?<values>[^)]*)\\)"
                    + "|(?<key>[^\\s,=!()]+)\\s*(?:(?<operator>==|=|!=)\\s*(?<value>[^\\s,=!()]*))?)\\s*(?:,|$)");

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** How a label is compared. */
    public enum Operator {
        IN, NOT_IN, EXISTS, DOES_NOT_EXIST
    }

    /** One condition on one label. */
    public record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    /**
     * Reads the form of the {@code labelSelector} query parameter.
     *
     * @throws ApiError 400 if it is malformed
     */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                throw ApiError.badRequest("unable to parse requirement: " + text.substring(at));
            }
            requirements.add(requirement(part));
            at = part.end();
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(Matcher part) {
        if (part.group("absent") != null) {
            return new Requirement(part.group("absentKey"), Operator.DOES_NOT_EXIST, List.of());
        }
        if (part.group("set") != null) {
            List<String> values = List.of(part.group("values").trim().split("\\s*,\\s*", -1));
            return new Requirement(part.group("setKey"),
                    part.group("set").equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        String operator = part.group("operator");
        if (operator == null) {
            return new Requirement(part.group("key"), Operator.EXISTS, List.of());
        }
        return new Requirement(part.group("key"), operator.equals("!=") ? Operator.NOT_IN : Operator.IN,
                List.of(part.group("value")));
    }

    /** Reads {@code matchLabels} and {@code matchExpressions}; an empty or absent selector matches everything. */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>(equalities(Json.at(selector, "matchLabels")));
        for (ObjectNode expression : Json.objects(selector, "matchExpressions")) {
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(value -> values.add(Json.text(value)));
            operator(Json.text(expression, "operator")).ifPresent(operator -> requirements
                    .add(new Requirement(Json.text(expression, "key"), operator, values)));
        }
        return new LabelSelector(requirements);
    }

    /** Reads a plain map of labels, such as a Service's selector. */
    public static LabelSelector ofMap(JsonNode labels) {
        return new LabelSelector(equalities(labels));
    }

    private static List<Requirement> equalities(JsonNode labels) {
        return Json.strings(labels).entrySet().stream()
                .map(label -> new Requirement(label.getKey(), Operator.IN, List.of(label.getValue()))).toList();
    }

    static Optional<Operator> operator(String name) {
        return switch (name) {
            case "In" -> Optional.of(Operator.IN);
            case "NotIn" -> Optional.of(Operator.NOT_IN);
            case "Exists" -> Optional.of(Operator.EXISTS);
            case "DoesNotExist" -> Optional.of(Operator.DOES_NOT_EXIST);
            default -> Optional.empty();
        };
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holds(labels));
    }

    /** Whether the object's own labels match. */
    public boolean matches(ObjectNode object) {
        return requirements.isEmpty() || matches(Json.strings(object, "metadata", "labels"));
    }
}
