/** Restarts a stream after failures. For Tidemark's own engines; it may change with any version. */
@NullMarked
package io.tidemark.stream.internal.supervision;

import org.jspecify.annotations.NullMarked;
