package dev.netproof.reports.archive;

import java.util.Locale;

/**
 * One thing that is not as it was sealed.
 *
 * @param where the archive, a file in it, or an entry of the ledger
 * @param what what is wrong, and what may have led to it
 */
public record Flaw(Kind kind, String where, String what) {

    /** What became of sealed evidence. */
    public enum Kind {
        /** Cut off, or no archive of netproof. */
        UNREADABLE,
        /** Could harm whoever unpacks it, so nothing of it was read. */
        REFUSED,
        /** Not the bytes that were sealed. */
        ALTERED,
        /** Was sealed and is not there. */
        MISSING,
        /** Is there and was not sealed. */
        ADDED,
        /** Not in the order in which it was sealed. */
        REORDERED,
        /** One run that stands there for two. */
        REPEATED,
        /** Has no signature although one is demanded. */
        UNSIGNED,
        /** Not signed by the given key. */
        WRONG_KEY,
        /** Does not say what the evidence says: a statement, or an entry of the ledger. */
        CONTRADICTED,
        /** The ledger's chain is broken. */
        BROKEN_CHAIN,
        /** A night without an archive. */
        GAP,
        /** The ledger does not reach the link that was anchored. */
        WRONG_HEAD;

        /** {@code broken chain}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** {@code evidence.json: not the bytes that were sealed}. */
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
