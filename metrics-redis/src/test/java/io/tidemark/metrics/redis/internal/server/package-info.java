@NullMarked
package io.tidemark.metrics.redis.internal.server;

import org.jspecify.annotations.NullMarked;
