/** The tests of sinks. */
@NullMarked
package io.tidemark.offset.tck.metrics;

import org.jspecify.annotations.NullMarked;
