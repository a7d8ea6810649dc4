/** The managed stream: Spark Streaming on Kafka whose offsets are kept, verified and tied to the job's output. */
@NullMarked
package io.tidemark.spark;

import org.jspecify.annotations.NullMarked;
