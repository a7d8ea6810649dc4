/** What a batch, the stores and the sink cost beside the obvious way, and how that grows. */
@NullMarked
package io.tidemark.bench.costs;

import org.jspecify.annotations.NullMarked;
