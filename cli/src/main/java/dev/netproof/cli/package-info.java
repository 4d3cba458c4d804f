/**
 * The {@code netproof} command: reads what a user asks, puts the rooms together, and says what came of it.
 *
 * <p>The composition root: the only module that knows runner, reports and lab.
 */
@NullMarked
package dev.netproof.cli;

import org.jspecify.annotations.NullMarked;
