/**
 * What a user agreed on, as validated records: peers, edges, ports. Three rooms make it of files: {@code grammar} knows the texts,
 * {@code yaml} where they stand, {@code reader} what they mean together.
 *
 * <p>Knows the nouns of {@code evidence}, and no cluster.
 */
@NullMarked
package dev.netproof.matrix;

import org.jspecify.annotations.NullMarked;
