/**
 * The rules that single texts of a matrix follow: names, ports, durations, addresses. Knows no file and no position.
 */
@NullMarked
package dev.netproof.matrix.grammar;

import org.jspecify.annotations.NullMarked;
