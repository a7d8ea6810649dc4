/** A store in memory, for tests and for jobs without a store. */
@NullMarked
package io.tidemark.offset.memory;

import org.jspecify.annotations.NullMarked;
