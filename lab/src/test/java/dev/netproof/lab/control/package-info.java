/** Tests of the controllers through the API, over a wire without a network. */
@NullMarked
package dev.netproof.lab.control;

import org.jspecify.annotations.NullMarked;
