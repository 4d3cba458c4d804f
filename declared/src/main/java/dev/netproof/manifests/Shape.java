package dev.netproof.manifests;

import java.util.Map;
import java.util.Set;

/** What may stand in some place of an object. */
sealed interface Shape {

    /** What must hold of a mapping beyond the shapes of its fields. */
    @FunctionalInterface
    interface Rule {

        Rule NONE = (mapping, path, problems) -> {};

        void check(Written.Mapping mapping, String path, ManifestProblems problems);
    }

    /** Single values. */
    enum Single implements Shape {
        TEXT, NUMBER, FLAG,
        /** Of 32 bits. */
        WHOLE,
        /** Of 64 bits. */
        LONG,
        /** A port. */
        TEXT_OR_WHOLE,
        /** A quantity. */
        TEXT_OR_NUMBER
    }

    /** Whatever one likes. */
    record Anything() implements Shape {}

    /** A list of the same. */
    record ListOf(Shape item) implements Shape {}

    /** Keys that users choose. */
    record MapOf(Shape value) implements Shape {}

    /** Text under keys that obey the rules of labels; the values do so, too, if they are no annotations. */
    record Labels(boolean freeValues) implements Shape {}

    /**
     * Fields by name.
     *
     * @param isComplete whether there are no others; else only one that looks like a slip of the pen is wrong
     */
    record Fields(Map<String, Shape> fields, Set<String> required, boolean isComplete, Rule rule) implements Shape {

        public Fields {
            fields = Map.copyOf(fields);
            required = Set.copyOf(required);
        }
    }

    /** The fields of a type of the client's model. */
    record Model(Class<?> type) implements Shape {}
}
