/** The counts with Kafka Streams. */
@NullMarked
package io.tidemark.bench.streams;

import org.jspecify.annotations.NullMarked;
