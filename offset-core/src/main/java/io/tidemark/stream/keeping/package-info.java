/**
 * The keeping of offsets around a batch, without an engine: {@link io.tidemark.stream.keeping.BatchLoop} for a program
 * that reads with a Kafka consumer of its own, {@link io.tidemark.stream.keeping.OffsetKeeping} for the author of an
 * engine.
 */
@NullMarked
package io.tidemark.stream.keeping;

import org.jspecify.annotations.NullMarked;
