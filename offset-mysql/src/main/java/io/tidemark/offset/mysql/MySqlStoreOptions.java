package io.tidemark.offset.mysql;

import io.tidemark.offset.WriterName;

/** What a {@link MySqlOffsetStore} can be told. Immutable; each method gives changed options. */
public final class MySqlStoreOptions {

    private final MySqlTable table;
    private final WriterName writer;

    private MySqlStoreOptions(MySqlTable table, WriterName writer) {
        this.table = table;
        this.writer = writer;
    }

    /** The table of older jobs, {@link MySqlTable#seed()}; written by this process. */
    public static MySqlStoreOptions defaults() {
        return new MySqlStoreOptions(MySqlTable.seed(), WriterName.ofThisProcess());
    }

    /** The same on another table. */
    public MySqlStoreOptions table(MySqlTable other) {
        return new MySqlStoreOptions(other, writer);
    }

    /** The same with another name for who writes; the {@link MySqlTable.Layout#SEED} layout does not keep it. */
    public MySqlStoreOptions writer(WriterName name) {
        return new MySqlStoreOptions(table, name);
    }

    MySqlTable table() {
        return table;
    }

    WriterName writer() {
        return writer;
    }

    @Override
    public String toString() {
        return "MySqlStoreOptions[table=" + table + " (" + table.layout() + "), writer=" + writer + "]";
    }
}
