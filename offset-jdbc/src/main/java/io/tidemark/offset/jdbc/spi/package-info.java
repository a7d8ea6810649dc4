/** The differences between databases, for authors of a store in another database. */
@NullMarked
package io.tidemark.offset.jdbc.spi;

import org.jspecify.annotations.NullMarked;
