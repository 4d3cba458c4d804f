package dev.netproof.plan;

/** What looking something up in a snapshot came to. */
sealed interface Lookup<T> {

    record Found<T>(T value) implements Lookup<T> {}

    /** The cluster does not have it now. */
    record Absent<T>(String reason, String advice) implements Lookup<T> {}

    /** The cluster has it, and it is not what the matrix says. */
    record Mistake<T>(String reason, String advice) implements Lookup<T> {}
}
