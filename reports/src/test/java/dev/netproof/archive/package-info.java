@NullMarked
package dev.netproof.archive;

import org.jspecify.annotations.NullMarked;
