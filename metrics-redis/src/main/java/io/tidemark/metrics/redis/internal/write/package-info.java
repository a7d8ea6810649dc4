/** The changes of a batch to the hashes. */
@NullMarked
package io.tidemark.metrics.redis.internal.write;

import org.jspecify.annotations.NullMarked;
