package dev.netproof.matrix.grammar;

/** What a text was read as. */
public sealed interface Parsed<T> {

    record Read<T>(T value) implements Parsed<T> {}

    /**
     * The text breaks a rule.
     *
     * @param what goes on from the text: {@code has no unit}
     * @param fix a sentence
     */
    record Wrong<T>(String what, String fix) implements Parsed<T> {}

    static <T> Parsed<T> read(T value) {
        return new Read<>(value);
    }

    static <T> Parsed<T> wrong(String what, String fix) {
        return new Wrong<>(what, fix);
    }
}
