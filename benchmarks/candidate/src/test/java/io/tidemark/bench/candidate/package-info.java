@NullMarked
package io.tidemark.bench.candidate;

import org.jspecify.annotations.NullMarked;
