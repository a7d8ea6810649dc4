/** The name of the server, and advice about its errors and settings. */
@NullMarked
package io.tidemark.metrics.redis.internal.server;

import org.jspecify.annotations.NullMarked;
