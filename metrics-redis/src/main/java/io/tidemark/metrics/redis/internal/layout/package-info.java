/** Keys, fields and values in Redis. */
@NullMarked
package io.tidemark.metrics.redis.internal.layout;

import org.jspecify.annotations.NullMarked;
