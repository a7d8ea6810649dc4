/**
 * Offsets of Kafka consumers kept outside of Kafka: the values, and the {@link io.tidemark.offset.OffsetStore contract}
 * of stores. The packages beside it compare what is stored with what the cluster still holds, decide where a job
 * starts, and open stores.
 *
 * <p>Throughout, an <em>offset</em> is the next offset to read, <em>from</em> is inclusive and <em>until</em>
 * exclusive. Nothing here knows of Spark.
 */
@NullMarked
package io.tidemark.offset;

import org.jspecify.annotations.NullMarked;
