package io.tidemark.offset.jdbc.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lends connections to transactions. Safe for use by several threads. */
public interface Connections {

    /** Lends a connection that no other transaction uses. */
    Connection borrow() throws SQLException;

    /** Takes a connection back. It has no open transaction, or is closed. */
    void giveBack(Connection connection) throws SQLException;

    /** The address of the server for messages, without secrets; known before the first connection. */
    String address();

    /** The connections of a data source, which the caller configures and closes. */
    static Connections of(DataSource source) {
        String address = ServerAddress.ofDataSource(source);
        return new Connections() {

            @Override
            public Connection borrow() throws SQLException {
                return source.getConnection();
            }

            @Override
            public void giveBack(Connection connection) throws SQLException {
                connection.close();
            }

            @Override
            public String address() {
                return address;
            }
        };
    }
}
