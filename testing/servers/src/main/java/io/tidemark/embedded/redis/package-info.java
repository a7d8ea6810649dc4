/** Redis. */
@NullMarked
package io.tidemark.embedded.redis;

import org.jspecify.annotations.NullMarked;
