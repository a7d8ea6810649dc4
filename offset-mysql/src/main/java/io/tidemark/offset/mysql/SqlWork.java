package io.tidemark.offset.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done in a transaction. */
@FunctionalInterface
interface SqlWork<T> {

    T on(Connection connection) throws SQLException;
}
