/** Tests of the API server through real clients. */
@NullMarked
package dev.netproof.lab.api;

import org.jspecify.annotations.NullMarked;
