/**
 * Offsets in PostgreSQL, on any {@code DataSource}. {@link io.tidemark.offset.postgresql.PostgreSqlOffsetStore} is the
 * store, {@link io.tidemark.offset.jdbc.SqlTable} names the table.
 */
@NullMarked
package io.tidemark.offset.postgresql;

import org.jspecify.annotations.NullMarked;
