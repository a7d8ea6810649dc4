@NullMarked
package io.tidemark.spark.internal.queue;

import org.jspecify.annotations.NullMarked;
