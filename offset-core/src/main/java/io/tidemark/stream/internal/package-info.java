/** Shared by the parts of a stream. For Tidemark's own engines; it may change with any version. */
@NullMarked
package io.tidemark.stream.internal;

import org.jspecify.annotations.NullMarked;
