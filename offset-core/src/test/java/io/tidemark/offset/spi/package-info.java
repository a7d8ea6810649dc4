@NullMarked
package io.tidemark.offset.spi;

import org.jspecify.annotations.NullMarked;
