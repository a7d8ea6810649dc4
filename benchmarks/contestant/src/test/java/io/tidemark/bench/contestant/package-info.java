@NullMarked
package io.tidemark.bench.contestant;

import org.jspecify.annotations.NullMarked;
