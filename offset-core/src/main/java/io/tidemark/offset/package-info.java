/**
 * Offsets of Kafka consumers kept outside of Kafka: the values, the
 * {@link io.tidemark.offset.OffsetStore store contract}, the verification of what is stored against what the cluster
 * still holds, and the resolution of where a job starts.
 *
 * <p>Throughout, an <em>offset</em> is the next offset to read, <em>from</em> is inclusive and <em>until</em>
 * exclusive. Nothing here knows of Spark.
 */
@NullMarked
package io.tidemark.offset;

import org.jspecify.annotations.NullMarked;
