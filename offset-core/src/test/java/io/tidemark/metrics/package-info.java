@NullMarked
package io.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
