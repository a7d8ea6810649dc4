package io.tidemark.offset.jdbc.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The differences between databases: identifiers, expressions, the few statements that standard SQL does not have, and
 * the meaning of errors. Column names are the same everywhere and are not quoted. Implementations are immutable.
 *
 * @since 0.1
 */
public interface Dialect {

    /** The name of the database, for messages. */
    String name();

    /** Classifies its errors. */
    SqlErrors errors();

    /** Describes and creates its tables. */
    TableDialect tables();

    /** Reads the properties of a server. */
    ServerFacts facts(Connection connection) throws SQLException;

    /** The longest name of a table, in characters. */
    int longestName();

    /** The name of a table in a statement. */
    String quoted(String table);

    /** The moment at which the expression is evaluated, by the server's clock, of the type of a column of times. */
    String now();

    /** A time as text, in UTC: {@code 2026-01-31 12:00:00.123456}. */
    String timeText(String expression);

    /** The time of a text of that form, which the placeholder stands for. */
    String time(String placeholder);

    /** The condition that two expressions are equal or both NULL. */
    String same(String one, String other);

    /** A text as an expression that can use an index on the column. */
    String converted(TableColumn column, String expression);

    /** The end of an INSERT that replaces columns of existing rows. */
    String replacing(List<String> key, List<String> columns);

    /** The end of an INSERT into a table that keeps existing rows. */
    String keeping(String table, List<String> key);

    String indexHint(String key);

    /** The end of a SELECT from {@code o} that locks the rows of {@code o} in the order of topic and partition. */
    String locking();

    /** The conditional update of a commit. It locks rows in the order of topic and partition. */
    OffsetUpdate.Statement update(OffsetUpdate update, ServerFacts server);

    /**
     * The statement that gives rows {@code t} of a new table the identities that are recorded for the rows of an old
     * table.
     *
     * @param from the old table
     * @param identities the table of identities beside it
     * @param to the new table
     */
    String carryIdentities(String from, String identities, OffsetUpdate.Target to);

    /**
     * Checks, after a job's work and before the commit, that no statement of the work has made the server refuse the
     * transaction. A driver may report such a commit, which the server turns into a rollback, as successful.
     *
     * @throws SQLException if the transaction cannot be committed
     */
    void requireCommittable(Connection connection) throws SQLException;

    /**
     * How to find out what changes a row behind the store's back, as the continuation of "A trigger may change it:".
     */
    String triggers(String table);
}
