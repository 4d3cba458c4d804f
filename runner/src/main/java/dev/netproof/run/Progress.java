package dev.netproof.run;

/** Hears how a run goes on, for a person who waits. */
@FunctionalInterface
public interface Progress {

    /** Says nothing. */
    Progress SILENT = step -> {};

    /** One line, present tense: {@code probing 16 paths from 5 pods}. */
    void step(String line);

    /** Something that the person must know and that does not stop the run. */
    default void remark(String line) {
        step(line);
    }
}
