/** What the sink does with each batch, alone: in its package, so that nothing has to be public for it. */
@NullMarked
package io.tidemark.metrics.redis;

import org.jspecify.annotations.NullMarked;
