@NullMarked
package io.tidemark.offset.memory;

import org.jspecify.annotations.NullMarked;
