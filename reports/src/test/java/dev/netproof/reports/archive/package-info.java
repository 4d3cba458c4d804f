@NullMarked
package dev.netproof.reports.archive;

import org.jspecify.annotations.NullMarked;
