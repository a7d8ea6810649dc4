package io.tidemark.offset.mysql;

import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import java.util.OptionalInt;

/** Options of a {@link MySqlOffsetStore}. Immutable; each method returns changed options. */
public final class MySqlStoreOptions {

    /** The default number of writes of each group in the history of a table in the own layout. */
    public static final int DEFAULT_HISTORY = 1_000;

    /** The maximum length of a history. */
    public static final int LARGEST_HISTORY = 10_000_000;

    private final MySqlTable table;
    private final WriterName writer;
    private final OptionalInt history;

    private MySqlStoreOptions(MySqlTable table, WriterName writer, OptionalInt history) {
        this.table = table;
        this.writer = writer;
        this.history = history;
    }

    /** The table of older jobs, {@link MySqlTable#seed()}; the writer is this process. */
    public static MySqlStoreOptions defaults() {
        return new MySqlStoreOptions(MySqlTable.seed(), WriterName.ofThisProcess(), OptionalInt.empty());
    }

    /** Returns the same options with another table. */
    public MySqlStoreOptions table(MySqlTable other) {
        return new MySqlStoreOptions(other, writer, history);
    }

    /**
     * Returns the same options with another writer's name. The layout {@link MySqlTable.Layout#SEED} keeps writers only
     * in its table of identities.
     */
    public MySqlStoreOptions writer(WriterName name) {
        return new MySqlStoreOptions(table, name, history);
    }

    /**
     * Returns the same options with another length of the history, which a group can be rolled back with. The history
     * is a separate table with the name of the table of offsets and the suffix {@code _history}. It has a row for each
     * write, of about 10 to 40 bytes for each partition that the write has moved.
     *
     * @param writes how many writes of each group to keep, at times a few dozen more; 0 for no history, which is the
     *     default of the layout {@link MySqlTable.Layout#SEED}
     */
    public MySqlStoreOptions history(int writes) {
        if (writes < 0 || writes > LARGEST_HISTORY) {
            throw new IllegalArgumentException(
                    "Cannot keep a history of " + writes + " writes: give a number from 0 to " + LARGEST_HISTORY);
        }
        return new MySqlStoreOptions(table, writer, OptionalInt.of(writes));
    }

    MySqlTable table() {
        return table;
    }

    WriterName writer() {
        return writer;
    }

    int history() {
        return history.orElse(table.layout() == Layout.OWN ? DEFAULT_HISTORY : 0);
    }

    @Override
    public String toString() {
        return "MySqlStoreOptions[table=" + table + " (" + table.layout() + "), writer=" + writer + ", history="
                + history() + "]";
    }
}
