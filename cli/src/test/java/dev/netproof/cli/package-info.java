@NullMarked
package dev.netproof.cli;

import org.jspecify.annotations.NullMarked;
