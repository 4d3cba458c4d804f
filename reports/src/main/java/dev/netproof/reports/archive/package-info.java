/**
 * Evidence sealed in one file, proof that nothing in it was altered, and the ledger that chains one night to the next.
 *
 * <p>An archive is hostile until it was checked: nothing of it is read before its whole structure is known to be one
 * that netproof writes. Knows the nouns of {@code evidence} and nothing else.
 */
@NullMarked
package dev.netproof.reports.archive;

import org.jspecify.annotations.NullMarked;
