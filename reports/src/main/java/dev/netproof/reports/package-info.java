/**
 * Everything that is written from evidence, each report a sink of its own.
 *
 * <p>Knows the nouns of {@code evidence} and nothing else: whatever a report says can be said again from the
 * {@code evidence.json} of its run. What pods and matrices say is hostile until it was escaped.
 */
@NullMarked
package dev.netproof.reports;

import org.jspecify.annotations.NullMarked;
