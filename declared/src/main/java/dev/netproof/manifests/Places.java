package dev.netproof.manifests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.netproof.evidence.Position;
import org.jspecify.annotations.Nullable;

/** Where objects, and the parts of them, stand in their files. */
public final class Places {

    private static final Pattern STEP = Pattern.compile("([A-Za-z]+)|\\[(\\d{1,6})]");

    private record Key(String kind, String namespace, String name) {}

    private final Map<Key, Written> objects = new HashMap<>();

    Places() {}

    void add(String kind, @Nullable String namespace, String name, Written object) {
        objects.put(new Key(kind, namespace == null ? "" : namespace, name), object);
    }

    /**
     * The position of a part of an object, or of the nearest part around it that is written; empty if no file has the
     * object.
     *
     * @param namespace empty for what is of the whole cluster
     * @param path such as {@code spec.ingress[0]}; empty for the object
     */
    public Optional<Position> find(String kind, String namespace, String name, String path) {
        Written part = objects.get(new Key(kind, namespace, name));
        if (part == null) {
            return Optional.empty();
        }
        for (MatchResult step : STEP.matcher(path).results().toList()) {
            Written next = step.group(1) != null ? field(part, step.group(1)) : item(part, step.group(2));
            if (next == null) {
                break;
            }
            part = next;
        }
        return Optional.of(part.at());
    }

    private static @Nullable Written field(Written part, String name) {
        Written.Entry entry = part instanceof Written.Mapping mapping ? mapping.entries().get(name) : null;
        return entry == null ? null : entry.value();
    }

    private static @Nullable Written item(Written part, String index) {
        List<Written> items = part instanceof Written.Items list ? list.all() : List.of();
        int at = Integer.parseInt(index);
        return at < items.size() ? items.get(at) : null;
    }
}
