/**
 * The loop of the common tutorials, for comparison: it counts the same values, and loses and duplicates records where
 * the tutorials do. Only the fault-injection test runs it.
 */
@NullMarked
package io.tidemark.faultinjection.textbook;

import org.jspecify.annotations.NullMarked;
