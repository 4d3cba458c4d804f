@NullMarked
package dev.netproof.lab.network;

import org.jspecify.annotations.NullMarked;
