/**
 * Keeps the writes of an ended run away from store and sink. For Tidemark's own engines; it may change with any
 * version.
 */
@NullMarked
package io.tidemark.stream.internal.fence;

import org.jspecify.annotations.NullMarked;
