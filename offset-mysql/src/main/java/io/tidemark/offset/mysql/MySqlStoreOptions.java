package io.tidemark.offset.mysql;

import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import java.util.OptionalInt;

/** What a {@link MySqlOffsetStore} can be told. Immutable; each method gives changed options. */
public final class MySqlStoreOptions {

    /** How many writes of each group the history of a table in the own layout keeps, if nothing is said. */
    public static final int DEFAULT_HISTORY = 1_000;

    /** The most that a history may keep. */
    public static final int LARGEST_HISTORY = 10_000_000;

    private final MySqlTable table;
    private final WriterName writer;
    private final OptionalInt history;

    private MySqlStoreOptions(MySqlTable table, WriterName writer, OptionalInt history) {
        this.table = table;
        this.writer = writer;
        this.history = history;
    }

    /** The table of older jobs, {@link MySqlTable#seed()}; written by this process. */
    public static MySqlStoreOptions defaults() {
        return new MySqlStoreOptions(MySqlTable.seed(), WriterName.ofThisProcess(), OptionalInt.empty());
    }

    /** The same on another table. */
    public MySqlStoreOptions table(MySqlTable other) {
        return new MySqlStoreOptions(other, writer, history);
    }

    /** The same with another name for who writes; the {@link MySqlTable.Layout#SEED} layout does not keep it. */
    public MySqlStoreOptions writer(WriterName name) {
        return new MySqlStoreOptions(table, name, history);
    }

    /**
     * The same with another length of the history, from which a group can be rolled back. It is kept in a table of its
     * own, named as the table of offsets and {@code _history}: a row for each write, of about 10 to 40 bytes for each
     * partition that the write has moved.
     *
     * @param writes how many writes of each group to keep, a few dozen more at times; 0 for no history, which is what
     *     the {@link MySqlTable.Layout#SEED} layout has if nothing is said
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
