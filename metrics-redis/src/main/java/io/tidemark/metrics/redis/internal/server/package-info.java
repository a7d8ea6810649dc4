/** The server's name, and what its errors and settings mean. */
@NullMarked
package io.tidemark.metrics.redis.internal.server;

import org.jspecify.annotations.NullMarked;
