package io.tidemark.offset.jdbc.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;

/** Work in a transaction. */
@FunctionalInterface
public interface SqlWork<T> {

    T on(Connection connection) throws SQLException;
}
