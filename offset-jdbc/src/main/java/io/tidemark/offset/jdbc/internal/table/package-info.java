/** Columns and names of tables, and statements with many rows. */
@NullMarked
package io.tidemark.offset.jdbc.internal.table;

import org.jspecify.annotations.NullMarked;
