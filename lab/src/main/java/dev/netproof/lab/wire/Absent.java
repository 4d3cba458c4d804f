package dev.netproof.lab.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** To the API a collection that is missing, null or empty is the same; a field written as {@code ports:} is null. */
final class Absent {

    private Absent() {}

    static <T> List<T> asEmpty(@Nullable List<T> items) {
        return items == null ? List.of() : items;
    }

    static <K, V> Map<K, V> asEmpty(@Nullable Map<K, V> entries) {
        return entries == null ? Map.of() : entries;
    }
}
