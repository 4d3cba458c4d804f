package dev.netproof.plan;

import java.util.function.Function;

/** What looking something up in a snapshot came to. */
sealed interface Lookup<T> {

    record Found<T>(T value) implements Lookup<T> {}

    /** The cluster does not have it now. */
    record Absent<T>(String reason, String advice) implements Lookup<T> {}

    /** The cluster has it, and it is not what the matrix says. */
    record Mistake<T>(String reason, String advice) implements Lookup<T> {}

    /** What is looked up with what was found; where nothing was, that. */
    default <R> Lookup<R> then(Function<T, Lookup<R>> next) {
        return switch (this) {
            case Found<T>(T value) -> next.apply(value);
            case Absent<T>(String reason, String advice) -> new Absent<>(reason, advice);
            case Mistake<T>(String reason, String advice) -> new Mistake<>(reason, advice);
        };
    }
}
