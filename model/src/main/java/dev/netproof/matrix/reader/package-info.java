/**
 * From the files of users to a {@link dev.netproof.matrix.ConnectivityMatrix}, with every problem of every file at once.
 */
@NullMarked
package dev.netproof.matrix.reader;

import org.jspecify.annotations.NullMarked;
