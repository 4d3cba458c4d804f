package dev.netproof.reports.archive;

/**
 * A place in a ledger. Whoever keeps the newest one elsewhere can show later that nothing up to there was removed.
 *
 * @param entry its number, counting from 1; 0 of an empty ledger
 * @param hash stands for that entry and all before it
 */
public record Link(int entry, String hash) {

    /** {@code entry 12, 5f0a…}. */
    @Override
    public String toString() {
        return "entry " + entry + ", " + hash;
    }
}
