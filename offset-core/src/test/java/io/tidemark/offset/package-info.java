@NullMarked
package io.tidemark.offset;

import org.jspecify.annotations.NullMarked;
