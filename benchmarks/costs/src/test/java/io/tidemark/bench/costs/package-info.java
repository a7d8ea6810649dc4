/** Whether the benchmarks of costs run. */
@NullMarked
package io.tidemark.bench.costs;

import org.jspecify.annotations.NullMarked;
