package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/** The {@code fieldSelector} query parameter: equalities and inequalities over any scalar field. */
record FieldSelector(List<Term> terms) {

    FieldSelector {
        terms = List.copyOf(terms);
    }

    record Term(String field, boolean equal, String value) {

        boolean holds(ObjectNode object) {
            return Json.text(object, field.split("\\.", -1)).equals(value) == equal;
        }
    }

    /** @throws ApiError 400 if it is malformed */
    static FieldSelector parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw ApiError.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'");
            }
            boolean negated = part.charAt(equals - 1) == '!';
            String value = part.substring(equals + 1);
            terms.add(new Term(part.substring(0, negated ? equals - 1 : equals).trim(), !negated,
                    value.startsWith("=") ? value.substring(1) : value));
        }
        return new FieldSelector(terms);
    }

    boolean matches(ObjectNode object) {
        return terms.stream().allMatch(term -> term.holds(object));
    }
}
