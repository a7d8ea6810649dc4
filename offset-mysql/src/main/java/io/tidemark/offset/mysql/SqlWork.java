package io.tidemark.offset.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** Work in a transaction. */
@FunctionalInterface
interface SqlWork<T> {

    T on(Connection connection) throws SQLException;
}
