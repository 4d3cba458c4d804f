@NullMarked
package dev.netproof.reports.diff;

import org.jspecify.annotations.NullMarked;
