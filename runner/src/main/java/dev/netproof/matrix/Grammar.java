package dev.netproof.matrix;

/** The rule a text of the matrix follows. Knows no file and no position. */
@FunctionalInterface
interface Grammar<T> {

    Parsed<T> parse(String text);
}
