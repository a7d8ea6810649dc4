@NullMarked
package io.tidemark.spark.internal.executor;

import org.jspecify.annotations.NullMarked;
