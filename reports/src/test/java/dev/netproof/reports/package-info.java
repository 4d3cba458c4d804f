@NullMarked
package dev.netproof.reports;

import org.jspecify.annotations.NullMarked;
