package io.tidemark.offset.jdbc.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How a database describes, creates and changes tables. Implementations are immutable.
 *
 * @since 0.1
 */
public interface TableDialect {

    /** The shape of a table; empty if there is no such table where the store would create it or find it. */
    Optional<TableShape> shape(Connection connection, String table) throws SQLException;

    /** The definition of a view; empty if the table is not a view, or if the user may not see it. */
    Optional<String> viewDefinition(Connection connection, String table) throws SQLException;

    /** The types of new columns on this server. */
    Types types(Connection connection) throws SQLException;

    /**
     * Types of new columns, each with its {@code NOT NULL}.
     *
     * @param text of a group or a cluster id, up to 255 characters
     * @param topic of a topic, up to 249 ASCII characters
     * @param time of a time, to the microsecond
     * @param number of a number that the server counts up, {@code NOT NULL} included
     * @param longText of an ASCII text without a limit
     * @param keyedNumber what a table needs beside its primary key so that the server can count up; may be empty
     */
    record Types(String text, String topic, String time, String number, String longText, String keyedNumber) {}

    /** The type of an ASCII text of at most this length. */
    String ascii(int length);

    /** The statement that creates a table unless it exists. */
    String create(String table, String columns);

    /** The statement that grants the connection's user the use of a table. */
    String grant(Connection connection, String table) throws SQLException;

    /** Why the connection has no place for tables, and the remedy; empty if it has one. */
    Optional<String> noPlace(Connection connection) throws SQLException;

    /** The complete statement that changes a table by some of the following parts. */
    String alter(String table, TableShape shape, String changes);

    /** The part of an ALTER TABLE that makes a column hold texts of the given number of characters. */
    String widened(TableColumn column, long characters);

    /** The part of an ALTER TABLE that makes a column hold all characters and compare them exactly. */
    String exact(TableColumn column);

    /** The part of an ALTER TABLE that gives a column another type of whole numbers: {@code INT}, {@code BIGINT}. */
    String retyped(TableColumn column, String type);

    /** The part of an ALTER TABLE that makes the server count a column up. */
    String counted(TableColumn column);

    /** The part of an ALTER TABLE that allows a column to be empty. */
    String nullable(TableColumn column);

    /** Whether a column is of a type of text without a length, which a key cannot hold. */
    boolean isUnlimitedText(TableColumn column);
}
