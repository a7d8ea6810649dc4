/** Admits, finishes and interrupts batches. May change with any version. */
@NullMarked
package io.tidemark.spark.internal.queue;

import org.jspecify.annotations.NullMarked;
