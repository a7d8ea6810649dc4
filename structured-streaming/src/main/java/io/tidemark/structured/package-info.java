/**
 * Structured Streaming queries whose Kafka offsets are kept in a store, verified and tied to their output: the data
 * source {@code tidemark}, for {@code spark.readStream().format("tidemark")} and, in the same queries,
 * {@code writeStream().format("tidemark")}.
 */
@NullMarked
package io.tidemark.structured;

import org.jspecify.annotations.NullMarked;
