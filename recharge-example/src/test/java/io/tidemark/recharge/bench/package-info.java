/** Benchmarks of single parts; run by hand. */
@NullMarked
package io.tidemark.recharge.bench;

import org.jspecify.annotations.NullMarked;
