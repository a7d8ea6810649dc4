/** What the job does with each record, alone. */
@NullMarked
package io.tidemark.bench.jmh;

import org.jspecify.annotations.NullMarked;
