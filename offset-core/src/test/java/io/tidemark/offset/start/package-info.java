@NullMarked
package io.tidemark.offset.start;

import org.jspecify.annotations.NullMarked;
