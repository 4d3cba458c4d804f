/** Tests of the audit. */
@NullMarked
package dev.netproof.audit;

import org.jspecify.annotations.NullMarked;
