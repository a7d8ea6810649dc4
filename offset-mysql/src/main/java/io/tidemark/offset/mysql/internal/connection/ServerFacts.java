package io.tidemark.offset.mysql.internal.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The properties of a server that the store depends on.
 *
 * @param brand MySQL or MariaDB
 * @param maxAllowedPacket the maximum size of a statement, in bytes
 * @param isStrict whether it refuses values that do not fit, and rows that leave a column without a value
 * @param isolation the isolation level of a transaction
 */
public record ServerFacts(Brand brand, long maxAllowedPacket, boolean isStrict, String isolation) {

    /** This level takes no gap locks: two drivers that store first offsets wait for each other and do not deadlock. */
    static final String READ_COMMITTED = "READ COMMITTED";

    /** The lowest level at which InnoDB writes to a statement-based binary log. */
    private static final String REPEATABLE_READ = "REPEATABLE READ";

    /** The two servers, which have different row constructors. */
    public enum Brand {
        MYSQL,
        MARIADB
    }

    public static ServerFacts read(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW VARIABLES WHERE Variable_name IN ('version',"
                        + " 'max_allowed_packet', 'sql_mode', 'log_bin', 'binlog_format')")) {
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        boolean logsStatements = variables.getOrDefault("log_bin", "").equalsIgnoreCase("ON")
                && variables.getOrDefault("binlog_format", "").equalsIgnoreCase("STATEMENT");
        return new ServerFacts(
                variables.getOrDefault("version", "").contains("MariaDB") ? Brand.MARIADB : Brand.MYSQL,
                Long.parseLong(variables.getOrDefault("max_allowed_packet", "1048576")),
                variables.getOrDefault("sql_mode", "").contains("STRICT_"),
                logsStatements ? REPEATABLE_READ : READ_COMMITTED);
    }
}
