/** What contestants share: how the race speaks to them, what they count, how it gets into Redis. */
@NullMarked
package io.tidemark.bench.contestant;

import org.jspecify.annotations.NullMarked;
