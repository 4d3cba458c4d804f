package dev.netproof.manifests;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

import dev.netproof.evidence.Position;
import org.jspecify.annotations.Nullable;

/** A part of a file as it is written, merged and with its aliases followed: what kubectl would send, with positions. */
sealed interface Written {

    /** What a scalar is to kubectl, which follows YAML 1.1 with few exceptions. */
    enum Meaning {
        /** Whatever is quoted, and dates. */
        TEXT("text"), WHOLE("a number"), NUMBER("a number"),
        /** {@code yes}, {@code on} and {@code y} among them. */
        FLAG("true or false"), NOTHING("nothing"),
        /** What JSON can't say: not a number, infinity, tags of other languages. */
        OTHER("of a type that JSON doesn't have");

        private final String words;

        Meaning(String words) {
            this.words = words;
        }

        /** As the second half of a sentence. */
        String words() {
            return words;
        }
    }

    Position at();

    /** A key and what stands under it. */
    record Entry(Scalar key, Written value) {}

    /** Keys and values, in the order of the file. */
    record Mapping(Position at, SequencedMap<String, Entry> entries) implements Written {

        /** What stands under a key; null if nothing does, or null is written. */
        @Nullable
        Written get(String key) {
            Entry entry = entries.get(key);
            return entry == null || entry.value().isNothing() ? null : entry.value();
        }

        /** Those of the keys that say something. */
        List<String> said(String... keys) {
            return Stream.of(keys).filter(key -> get(key) != null).toList();
        }

        @Nullable
        Mapping mapping(String key) {
            return get(key) instanceof Mapping mapping ? mapping : null;
        }

        @Nullable
        Scalar scalar(String key) {
            return get(key) instanceof Scalar scalar ? scalar : null;
        }

        /** Null if there is no such text: a number is none. */
        @Nullable
        String text(String key) {
            Scalar scalar = scalar(key);
            return scalar != null && scalar.type() == Meaning.TEXT ? scalar.text() : null;
        }

        /** None if there is no such list. */
        List<Written> items(String key) {
            return get(key) instanceof Items list ? list.all() : List.of();
        }
    }

    /** A list. */
    record Items(Position at, List<Written> all) implements Written {

        public Items {
            all = List.copyOf(all);
        }
    }

    /**
     * A single value.
     *
     * @param text without its quotes
     */
    record Scalar(Position at, String text, Meaning type) implements Written {}

    /** Whether null is written, or nothing at all. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.type() == Meaning.NOTHING;
    }
}
