/** The common parts of all candidates: the protocol of the benchmark, the totals, and the writes to Redis. */
@NullMarked
package io.tidemark.bench.candidate;

import org.jspecify.annotations.NullMarked;
