/** The counts with Flink's DataStream. */
@NullMarked
package io.tidemark.bench.flink;

import org.jspecify.annotations.NullMarked;
