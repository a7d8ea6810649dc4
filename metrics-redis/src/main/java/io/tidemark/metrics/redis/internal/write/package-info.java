/** What a batch adds to the hashes. */
@NullMarked
package io.tidemark.metrics.redis.internal.write;

import org.jspecify.annotations.NullMarked;
