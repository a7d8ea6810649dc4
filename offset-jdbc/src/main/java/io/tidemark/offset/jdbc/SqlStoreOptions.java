package io.tidemark.offset.jdbc;

import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of a {@link JdbcOffsetStore}. Immutable; each method returns changed options.
 *
 * @since 0.1
 */
public final class SqlStoreOptions {

    /** The default number of writes of each group in the history of a table in the own layout. */
    public static final int DEFAULT_HISTORY = 1_000;

    /** The maximum length of a history. */
    public static final int LARGEST_HISTORY = 10_000_000;

    private final Optional<SqlTable> table;
    private final WriterName writer;
    private final OptionalInt history;

    private SqlStoreOptions(Optional<SqlTable> table, WriterName writer, OptionalInt history) {
        this.table = table;
        this.writer = writer;
        this.history = history;
    }

    /** The default table of the database's store; the writer is this process. */
    public static SqlStoreOptions defaults() {
        return new SqlStoreOptions(Optional.empty(), WriterName.ofThisProcess(), OptionalInt.empty());
    }

    /** Returns the same options with another table. */
    public SqlStoreOptions table(SqlTable other) {
        return new SqlStoreOptions(Optional.of(other), writer, history);
    }

    /**
     * Returns the same options with another writer's name. The layout {@link SqlTable.Layout#SEED} keeps writers only
     * in its table of identities.
     */
    public SqlStoreOptions writer(WriterName name) {
        return new SqlStoreOptions(table, name, history);
    }

    /**
     * Returns the same options with another length of the history, which a group can be rolled back with. The history
     * is a separate table with the name of the table of offsets and the suffix {@code _history}. It has a row for each
     * write, of about 10 to 40 bytes for each partition that the write has moved.
     *
     * @param writes how many writes of each group to keep, at times a few dozen more; 0 for no history, which is the
     *     default of the layout {@link SqlTable.Layout#SEED}
     */
    public SqlStoreOptions history(int writes) {
        if (writes < 0 || writes > LARGEST_HISTORY) {
            throw new IllegalArgumentException(
                    "Cannot keep a history of " + writes + " writes: give a number from 0 to " + LARGEST_HISTORY);
        }
        return new SqlStoreOptions(table, writer, OptionalInt.of(writes));
    }

    /** The table, if one was chosen. */
    Optional<SqlTable> table() {
        return table;
    }

    WriterName writer() {
        return writer;
    }

    int history(SqlTable chosen) {
        return history.orElse(chosen.layout() == Layout.OWN ? DEFAULT_HISTORY : 0);
    }

    @Override
    public String toString() {
        return "SqlStoreOptions[table="
                + table.map(chosen -> chosen + " (" + chosen.layout() + ")").orElse("default")
                + ", writer=" + writer + ", history="
                + (history.isPresent() ? String.valueOf(history.getAsInt()) : "default") + "]";
    }
}
