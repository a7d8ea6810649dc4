@NullMarked
package io.tidemark.stream.internal.fence;

import org.jspecify.annotations.NullMarked;
