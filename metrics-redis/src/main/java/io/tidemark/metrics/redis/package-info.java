/**
 * Metrics in Redis, counted exactly once, and a reader of them; offsets in Redis for other jobs. The keys are described
 * in {@code docs/redis-layout.md}.
 */
@NullMarked
package io.tidemark.metrics.redis;

import org.jspecify.annotations.NullMarked;
