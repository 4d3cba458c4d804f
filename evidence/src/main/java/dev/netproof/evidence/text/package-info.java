/**
 * Makes sentences of what evidence refers to. The only room that does; nothing is ever read out of its words.
 *
 * <p>Knows the nouns of {@code evidence}, which don't know it. Pure.
 */
@NullMarked
package dev.netproof.evidence.text;

import org.jspecify.annotations.NullMarked;
