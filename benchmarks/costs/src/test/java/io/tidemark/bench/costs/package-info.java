/** Tests of the benchmarks of costs. */
@NullMarked
package io.tidemark.bench.costs;

import org.jspecify.annotations.NullMarked;
