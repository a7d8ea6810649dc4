/** The query for values: what to read, the request, and the answers. */
@NullMarked
package io.tidemark.metrics.redis.internal.read;

import org.jspecify.annotations.NullMarked;
