package dev.netproof.matrix.reader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.netproof.matrix.yaml.Value;

/**
 * One of what stands under a key that takes a list: a source, or a port.
 *
 * @param suffix what it adds to the id of the edge: nothing when it stands alone, and its name after a dot in a list
 */
record Part<T>(Value where, T value, String suffix) {

    /** What can be read of a value, each once. */
    static <T> List<Part<T>> all(Value value, Function<Value, Optional<T>> reader, Function<T, String> name) {
        var seen = new HashSet<T>();
        var parts = new ArrayList<Part<T>>();
        for (var item : value.oneOrMore()) {
            reader.apply(item).ifPresent(read -> {
                if (seen.add(read)) {
                    parts.add(new Part<>(item, read, value.isList() ? "." + name.apply(read) : ""));
                } else {
                    item.wrong(name.apply(read) + " stands twice in the list. Keep one of them.");
                }
            });
        }
        return parts;
    }
}
