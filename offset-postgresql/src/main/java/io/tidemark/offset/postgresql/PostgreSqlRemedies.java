package io.tidemark.offset.postgresql;

import io.tidemark.offset.spi.Remedies;

/**
 * The remedy for each kind of error of PostgreSQL, by its SQL state. Two kinds have none, because the driver detects
 * them: {@link #CONNECTION} and {@link #TLS}.
 */
final class PostgreSqlRemedies {

    /** The connection broke, or could not be established. */
    static final String CONNECTION = "connection";

    /** Client and server do not agree on TLS. */
    static final String TLS = "TLS";

    private static final String AGAIN = "; the same call may be made again";
    private static final String CHECK_CONNECTION = "Check that the server runs and can be reached" + AGAIN;
    private static final String LOGIN =
            "Check user and password of the data source, and the lines of pg_hba.conf for this user, database and host";
    private static final String ROOM =
            "Free disk space on the server (data, write-ahead log and temporary directories)" + AGAIN;
    private static final String WIDEN =
            "A column of the table is too narrow for the value: start the store again, which names the column and the"
                    + " statement that widens it";
    private static final String CHANGED_TABLE =
            "The table was changed while the store was running: start the store again, which checks it";
    private static final String ENCODING =
            "The database's encoding does not have all characters of the name: use a database with the encoding"
                    + " UTF8, or"
                    + " another name";
    private static final String NAMED_STATEMENT =
            "A pooler such as PgBouncer has changed the server connection between two transactions: add"
                    + " prepareThreshold=0 to the JDBC URL, or set the pooler's max_prepared_statements";
    private static final String STARTS_OR_STOPS =
            "The server starts, stops or recovers: wait until it accepts connections" + AGAIN;

    static final Remedies TABLE = Remedies.builder()
            // authentication and connection limits
            .add("28P01", LOGIN)
            .add("28000", LOGIN + ". If the server accepts only TLS, set sslmode=require or stricter in the JDBC URL")
            .add("3D000", "Create the database, or correct its name in the JDBC URL")
            .add(
                    "53300",
                    "The server's max_connections, or the limit of the user or database, is reached: close"
                            + " connections that"
                            + " are not needed, raise the limit, or put a pooler before the server" + AGAIN)
            .add(
                    "08P01",
                    "A pooler such as PgBouncer refuses the connection: compare the parameters of the JDBC URL with its"
                            + " ignore_startup_parameters, and its limits with the number of connections")
            .add("08004", "The server or a pooler refuses the connection for the reason that it names" + AGAIN)
            // permissions
            .add(
                    "42501",
                    "Grant the user the right that the server names: GRANT USAGE, CREATE ON SCHEMA <schema> TO"
                            + " <user>; GRANT"
                            + " SELECT, INSERT, UPDATE, DELETE ON <table> TO <user>")
            // schemas and tables
            .add(
                    "3F000",
                    "Create the schema, or name another with schema=<name> in the store's URL or currentSchema"
                            + " in the JDBC"
                            + " URL")
            .add(
                    "42P01",
                    "The table was dropped while the store was running, or the connection has another"
                            + " search_path: restore"
                            + " it, or start the stream again, which creates an empty one")
            .add("42703", CHANGED_TABLE)
            .add("42P10", CHANGED_TABLE)
            .add("0A000", "Start the store again: a cached plan no longer fits the table, or the table has rules")
            .add("26000", NAMED_STATEMENT)
            .add("42P05", NAMED_STATEMENT)
            // constraints of a table
            .add("22001", WIDEN)
            .add("22003", WIDEN)
            .add("22021", ENCODING)
            .add("22P05", ENCODING)
            .add(
                    "23502",
                    "A column of the table has no default value: start the store again, which names the statement that"
                            + " allows it to be empty")
            .add(
                    "23505",
                    "Another unique key of the table than the one on topic, groupid and partitions refuses the row: \\d"
                            + " <table> lists them in psql; drop it")
            .add(
                    "23514",
                    "A check constraint of the table refuses the row, or no partition of it takes the row: change it")
            .add("P0001", "A trigger of the table refuses the write: \\d <table> lists them in psql; change or drop it")
            .add("42P17", CHANGED_TABLE)
            // transactions
            .add(
                    "25P02",
                    "An earlier statement of the transaction failed, and the server has refused the rest: let"
                            + " the work throw"
                            + " that exception, or set a savepoint before the statement and roll back to it")
            .add(
                    "25001",
                    "The data source hands out connections in the middle of a transaction: make its pool roll"
                            + " them back")
            .add(
                    "25P03",
                    "The transaction was idle for longer than idle_in_transaction_session_timeout: shorten the work, or"
                            + " raise the timeout with ALTER ROLE <user> SET idle_in_transaction_session_timeout"
                            + AGAIN)
            .add(
                    "25P04",
                    "The transaction took longer than transaction_timeout: shorten the work, or raise the"
                            + " timeout with ALTER"
                            + " ROLE <user> SET transaction_timeout" + AGAIN)
            .add("57P05", "The session was idle for longer than idle_session_timeout" + AGAIN)
            // locks and other sessions
            .add("40001", "Another transaction has written the same rows" + AGAIN)
            .add("40P01", "The server has chosen this transaction as a deadlock's victim" + AGAIN)
            .add(
                    "55P03",
                    "Another driver of the group, or a session that was left open, holds the rows for longer than"
                            + " lock_timeout: pg_stat_activity names it" + AGAIN)
            .add(
                    "57014",
                    "A limit of execution time or an administrator stopped the statement: pg_stat_activity names"
                            + " sessions"
                            + " that hold rows; raise statement_timeout for this user if it happens again" + AGAIN)
            .add("57P01", "An administrator has ended the connection, or the server is shutting down" + AGAIN)
            .add("57P02", STARTS_OR_STOPS)
            .add("57P03", STARTS_OR_STOPS)
            // limits and states of the server
            .add(
                    "25006",
                    "The server or session accepts no writes: point the data source at the primary, for example with"
                            + " targetServerType=primary and all hosts in the JDBC URL, or switch off"
                            + " default_transaction_read_only")
            .add("53100", ROOM)
            .add("58030", "The server cannot read or write a file: see its log" + AGAIN)
            .add(
                    "53200",
                    "The server is out of memory, or its table of locks is full: raise max_locks_per_transaction if it"
                            + " says so" + AGAIN)
            .add("54000", "Write fewer partitions at once")
            .add("54001", "Raise max_stack_depth on the server, or write fewer partitions at once")
            .add("XX001", "The table or an index is damaged: see the server's log, and restore it from a backup")
            .add("XX002", "An index is damaged: repair it with REINDEX TABLE <table>")
            // detected by the driver
            .add(CONNECTION, CHECK_CONNECTION)
            .add(
                    TLS,
                    "Check that the data source trusts the server's certificate (sslrootcert), that this names"
                            + " the host and"
                            + " is valid today, and that both know a common version of TLS")
            .build();

    private PostgreSqlRemedies() {}
}
