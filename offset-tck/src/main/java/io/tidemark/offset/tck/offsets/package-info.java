/** The tests of offset stores. */
@NullMarked
package io.tidemark.offset.tck.offsets;

import org.jspecify.annotations.NullMarked;
