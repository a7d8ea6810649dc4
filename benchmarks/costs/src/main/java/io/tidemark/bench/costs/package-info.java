/** Measures the costs of a batch, the stores and the sink, compared with the textbook methods, and how they grow. */
@NullMarked
package io.tidemark.bench.costs;

import org.jspecify.annotations.NullMarked;
