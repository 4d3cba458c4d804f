/** What tests of several modules stand on: edges and snapshots in a line each, and a lab to start. */
@NullMarked
package dev.netproof.testkit;

import org.jspecify.annotations.NullMarked;
