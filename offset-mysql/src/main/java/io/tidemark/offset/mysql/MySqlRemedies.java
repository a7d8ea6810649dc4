package io.tidemark.offset.mysql;

import io.tidemark.offset.spi.Remedies;

/**
 * The remedy for each kind of error of MySQL and MariaDB, by the server's error number. Two kinds have no number,
 * because the driver detects them: {@link #CONNECTION} and {@link #TLS}.
 */
final class MySqlRemedies {

    /** The connection broke, or could not be established. */
    static final String CONNECTION = "connection";

    /** Client and server do not agree on TLS. */
    static final String TLS = "TLS";

    private static final String AGAIN = "; the same call may be made again";
    private static final String ROOM =
            "Free disk space on the server (data, temporary and binary log directories)" + AGAIN;
    private static final String GRANT = "Grant the user the right that the server names, on the table that it names:"
            + " GRANT SELECT, INSERT, UPDATE, DELETE ON <database>.<table> TO <user>";
    private static final String READ_ONLY =
            "The server accepts no writes now: point the data source at the primary, or switch off the option that the"
                    + " server names";
    private static final String STOPPED = "A limit of execution time or an administrator stopped the statement: raise"
            + " max_statement_time (MariaDB) or max_execution_time (MySQL) for this user if it happens again" + AGAIN;
    private static final String WIDEN =
            "A column of the table is too narrow for the value: start the store again, which names the column and the"
                    + " statement that widens it";
    private static final String CHANGED_TABLE =
            "The table was changed while the store was running: start the store again, which checks it";

    static final Remedies TABLE = Remedies.builder()
            // authentication and connection limits
            .add("1045", "Check user and password of the data source, and the host that the account is valid for")
            .add(
                    "1698",
                    "The account logs in by another method than a password: give the store an account with a password")
            .add(
                    "1130",
                    "Create the user for the host that the server names: CREATE USER <user>@'<host>' IDENTIFIED BY ...")
            .add("1129", "The server blocks this host after failed connections: run FLUSH HOSTS on it")
            .add("1820", "The password has expired: set a new one with ALTER USER, and give it to the data source")
            .add("1862", "The password has expired: set a new one with ALTER USER, and give it to the data source")
            .add("3118", "The account is locked: unlock it with ALTER USER <user> ACCOUNT UNLOCK")
            .add("4151", "The account is locked: unlock it with ALTER USER <user> ACCOUNT UNLOCK")
            .add("3159", "The server accepts only TLS: set sslMode=REQUIRED or stricter in the JDBC URL")
            .add(
                    "1040",
                    "The server's max_connections is reached: close connections that are not needed, or raise"
                            + " it with SET GLOBAL max_connections" + AGAIN)
            .add(
                    "1203",
                    "The user's max_user_connections is reached: close connections that are not needed, or raise it with"
                            + " ALTER USER <user> WITH MAX_USER_CONNECTIONS" + AGAIN)
            .add(
                    "1226",
                    "The user's limit that the server names is reached: raise it with ALTER USER <user> WITH, or"
                            + " wait until the hour is over")
            // permissions
            .add(
                    "1044",
                    "Grant the user rights on the database: GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON"
                            + " <database>.* TO <user>")
            .add("1142", GRANT)
            .add("1143", GRANT)
            .add("1227", "Grant the user the right that the server names, or let a user who has it run the statement")
            // databases and tables
            .add("1046", "Name a database in the JDBC URL")
            .add("1049", "Create the database, or correct its name in the JDBC URL")
            .add("1054", CHANGED_TABLE)
            .add(
                    "1146",
                    "The table was dropped while the store was running: restore it, or start the stream again, which creates"
                            + " an empty one")
            .add("1932", "The table's files are gone: restore the table from a backup")
            .add("1412", CHANGED_TABLE)
            // constraints of a table
            .add("1048", WIDEN)
            .add("1264", WIDEN)
            .add("1366", WIDEN)
            .add("1406", WIDEN)
            .add(
                    "1364",
                    "A column of the table has no default value: start the store again, which names the statement that"
                            + " gives it one")
            .add(
                    "1062",
                    "Another unique key of the table than the one on topic, groupid and partitions refuses the row:"
                            + " compare it with SHOW CREATE TABLE, and drop it")
            .add(
                    "1071",
                    "The server's row format allows only short index keys: run SET GLOBAL"
                            + " innodb_default_row_format = 'dynamic', then start the store again")
            .add(
                    "1709",
                    "The server's row format allows only short index keys: run SET GLOBAL"
                            + " innodb_default_row_format = 'dynamic', then start the store again")
            .add(
                    "1467",
                    "The numbers of an AUTO_INCREMENT column are used up: change the column to BIGINT UNSIGNED with ALTER"
                            + " TABLE")
            .add(
                    "167",
                    "The numbers of an AUTO_INCREMENT column are used up: change the column to BIGINT UNSIGNED with ALTER"
                            + " TABLE")
            .add("1526", "The table has no partition for the row: add one with ALTER TABLE ... ADD PARTITION")
            .add("1644", "A trigger of the table refuses the write: SHOW TRIGGERS lists them; change or drop it")
            .add("1175", "The session has sql_safe_updates on: add sessionVariables=sql_safe_updates=0 to the JDBC URL")
            .add(
                    "1099",
                    "The session holds a LOCK TABLES: make the pool run UNLOCK TABLES before it hands out a connection")
            .add(
                    "1100",
                    "The session holds a LOCK TABLES: make the pool run UNLOCK TABLES before it hands out a connection")
            .add(
                    "1568",
                    "The data source hands out connections in the middle of a transaction: make its pool roll them back")
            // locks and other sessions
            .add(
                    "1205",
                    "Another driver of the group, or a session that was left open, holds the rows: SHOW PROCESSLIST names"
                            + " it" + AGAIN)
            .add(
                    "1213",
                    "The server has chosen this transaction as a deadlock's victim: the same call may be made again")
            .add(
                    "3101",
                    "Another member of the replication group has written the same rows: the same call may be made again")
            .add("1317", STOPPED)
            .add("1969", STOPPED)
            .add("3024", STOPPED)
            .add("1053", "The server is shutting down: start it again" + AGAIN)
            .add("1927", "An administrator has ended the connection" + AGAIN)
            .add(
                    "4031",
                    "The server has ended an idle connection: let the pool close connections before the server's"
                            + " wait_timeout does" + AGAIN)
            .add(
                    "1047",
                    "The node is not part of its cluster: see SHOW STATUS LIKE 'wsrep_%', and point the data source at a"
                            + " node that is")
            // limits and states of the server
            .add("1290", READ_ONLY)
            .add(
                    "1792",
                    "The session is read-only: take readOnly or transaction_read_only out of the data source's settings, or"
                            + " point it at the primary")
            .add("1836", READ_ONLY)
            .add("1036", READ_ONLY + ", such as innodb_read_only or innodb_force_recovery in its configuration")
            .add("1881", "The server runs with innodb_force_recovery: repair it, then start it without that option")
            .add(
                    "1665",
                    "The binary log has binlog_format=STATEMENT: start the store again, which then uses REPEATABLE READ, or"
                            + " set binlog_format to MIXED or ROW")
            .add("1153", "Raise max_allowed_packet on the server, or start the store again if it was lowered")
            .add("1197", "Raise max_binlog_cache_size on the server, or write fewer partitions at once")
            .add("1206", "Raise innodb_buffer_pool_size on the server, or write fewer partitions at once")
            .add("3", ROOM)
            .add("28", ROOM)
            .add("1021", ROOM)
            .add("1026", ROOM)
            .add("1114", ROOM + ". MySQL's tables in memory have max_heap_table_size and tmp_table_size instead")
            .add("1041", "The server is out of memory: give it more, or lower its buffers" + AGAIN)
            // detected by the driver
            .add(CONNECTION, "Check that the server runs and can be reached" + AGAIN)
            .add(
                    TLS,
                    "Check that the data source trusts the server's certificate, that this names the host and is valid today,"
                            + " and that both know a common version of TLS")
            .build();

    private MySqlRemedies() {}
}
