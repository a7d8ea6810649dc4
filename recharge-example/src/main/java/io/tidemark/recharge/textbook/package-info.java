/**
 * The loop that the common tutorials show, kept to be measured against: it counts the same and loses and doubles where
 * they do. Nothing but the proof runs it.
 */
@NullMarked
package io.tidemark.recharge.textbook;

import org.jspecify.annotations.NullMarked;
