/** Reads the records of a batch on the executors. May change with any version. */
@NullMarked
package io.tidemark.spark.internal.executor;

import org.jspecify.annotations.NullMarked;
