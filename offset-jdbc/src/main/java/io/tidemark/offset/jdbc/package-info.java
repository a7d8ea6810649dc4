/**
 * Offsets in SQL databases: the part that all of them share. A module for a database adds a
 * {@link io.tidemark.offset.jdbc.spi.Dialect}, a subclass of {@link io.tidemark.offset.jdbc.JdbcOffsetStore} and one of
 * {@link io.tidemark.offset.jdbc.JdbcStoreProvider}.
 */
@NullMarked
package io.tidemark.offset.jdbc;

import org.jspecify.annotations.NullMarked;
