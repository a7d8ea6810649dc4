@NullMarked
package io.tidemark.metrics.redis;

import org.jspecify.annotations.NullMarked;
