package dev.netproof.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.jspecify.annotations.Nullable;

/** A mapping of an object that has no Java type, read field by field. Any shape may come; none throws but as unreadable. */
record Spec(Map<?, ?> fields) {

    static Spec of(GenericKubernetesResource resource) throws UnreadablePolicyException {
        if (resource.getAdditionalProperties() != null
                && resource.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec) {
            return new Spec(spec);
        }
        throw new UnreadablePolicyException("has no spec");
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                names.add(String.valueOf(name));
            }
        });
        return names;
    }

    @Nullable
    Spec child(String field) throws UnreadablePolicyException {
        Object value = fields.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return new Spec(map);
        }
        throw new UnreadablePolicyException("has no mapping in " + field);
    }

    List<Spec> children(String field) throws UnreadablePolicyException {
        List<Spec> children = new ArrayList<>();
        for (Object item : list(field)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw new UnreadablePolicyException("has something else than mappings in " + field);
            }
            children.add(new Spec(map));
        }
        return children;
    }

    List<String> texts(String field) throws UnreadablePolicyException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(field)) {
            if (!(item instanceof String text)) {
                throw new UnreadablePolicyException("has " + item + " where text must stand in " + field);
            }
            texts.add(text);
        }
        return texts;
    }

    /** Empty if absent. */
    String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }

    int number(String field) throws UnreadablePolicyException {
        Object value = fields.get(field);
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new UnreadablePolicyException("has no whole number in " + field);
    }

    private List<?> list(String field) throws UnreadablePolicyException {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new UnreadablePolicyException("has no list in " + field);
    }

    /** This mapping as a label selector of an API of Kubernetes. */
    Selector labelSelector() throws UnreadablePolicyException {
        return selector().ofLabels();
    }

    /** This mapping as a label selector whose keys may have the prefixes of another API; an absent one is read by the caller. */
    Selector selector() throws UnreadablePolicyException {
        Set<String> unknown = names();
        unknown.removeAll(Set.of("matchLabels", "matchExpressions"));
        if (!unknown.isEmpty()) {
            throw new UnreadablePolicyException("has a selector with the unknown field " + unknown.iterator().next());
        }
        Map<String, String> labels = new HashMap<>();
        Spec matchLabels = child("matchLabels");
        if (matchLabels != null) {
            for (Map.Entry<?, ?> label : matchLabels.fields().entrySet()) {
                if (!(label.getKey() instanceof String key) || !(label.getValue() instanceof String value)) {
                    throw new UnreadablePolicyException("has a selector with a label that is no text: " + label);
                }
                labels.put(key, value);
            }
        }
        List<Selector.Requirement> requirements = new ArrayList<>();
        for (Spec expression : children("matchExpressions")) {
            requirements.add(Selector.requirement(expression.text("key"), expression.text("operator"),
                    expression.texts("values")));
        }
        return new Selector(labels, requirements);
    }
}
