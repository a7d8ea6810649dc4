/**
 * Offsets in MySQL or MariaDB, on any {@code DataSource}. {@link io.tidemark.offset.mysql.MySqlOffsetStore} is the
 * store, {@link io.tidemark.offset.jdbc.SqlTable} names the table.
 */
@NullMarked
package io.tidemark.offset.mysql;

import org.jspecify.annotations.NullMarked;
