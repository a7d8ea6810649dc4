/** Replaces the driver's Kafka consumer in Spark's direct stream. May change with any version. */
@NullMarked
package io.tidemark.spark.internal.driver;

import org.jspecify.annotations.NullMarked;
