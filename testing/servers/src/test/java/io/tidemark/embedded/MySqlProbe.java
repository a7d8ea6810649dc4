package io.tidemark.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

final class MySqlProbe implements Kind.Probe {

    @Override
    public void write(String address, String value) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("insert into probe values (?)")) {
            statement.execute("create table if not exists probe (value varchar(100) primary key)");
            insert.setString(1, value);
            insert.execute();
        }
    }

    @Override
    public List<String> read(String address) throws SQLException {
        try (Connection connection = connect(address)) {
            return query(connection, "select value from probe");
        }
    }

    @Override
    public void ping(String address) throws SQLException {
        try (Connection connection = connect(address)) {
            query(connection, "select 1");
        }
    }

    /** The first column of all rows. */
    static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }

    static Connection connect(String address) throws SQLException {
        String url = "jdbc:mysql://" + address + "/tidemark?connectTimeout=2000&socketTimeout=2000";
        return DriverManager.getConnection(url, "tidemark", "tidemark");
    }
}
