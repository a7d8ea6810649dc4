/** The candidate on Spark's Structured Streaming. */
@NullMarked
package io.tidemark.bench.structured;

import org.jspecify.annotations.NullMarked;
