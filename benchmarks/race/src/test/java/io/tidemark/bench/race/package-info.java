@NullMarked
package io.tidemark.bench.race;

import org.jspecify.annotations.NullMarked;
