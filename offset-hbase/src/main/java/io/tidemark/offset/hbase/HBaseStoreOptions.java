package io.tidemark.offset.hbase;

import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.hbase.TableName;

/**
 * Options of an {@link HBaseOffsetStore}. Immutable; each method returns changed options.
 *
 * @since 0.1
 */
public final class HBaseStoreOptions {

    static final String DEFAULT_TABLE = "tidemark_offsets";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final String table;
    private final Optional<String> takeOver;
    private final Duration timeout;
    private final WriterName writer;

    private HBaseStoreOptions(String table, Optional<String> takeOver, Duration timeout, WriterName writer) {
        this.table = table;
        this.takeOver = takeOver;
        this.timeout = timeout;
        this.writer = writer;
    }

    /** The defaults: the table {@code tidemark_offsets}, 30 s for a call; this process is the writer. */
    public static HBaseStoreOptions defaults() {
        return new HBaseStoreOptions(DEFAULT_TABLE, Optional.empty(), DEFAULT_TIMEOUT, WriterName.ofThisProcess());
    }

    /**
     * Returns the same options with another table, which the store creates if it does not exist.
     *
     * @param name the table, {@code namespace:table} or {@code table}
     */
    public HBaseStoreOptions table(String name) {
        return new HBaseStoreOptions(requireName(name), takeOver, timeout, writer);
    }

    /**
     * Returns the same options with the table of an older job, in the layouts of tutorials: rows {@code TOPIC:GROUP} or
     * {@code TOPIC:GROUP:MILLIS}, one column for each partition, values as decimal text. It is only read. As long as
     * the store has no entry of a group, the rows of the older table count, and the first write of the group takes them
     * over.
     *
     * @param name the older table, {@code namespace:table} or {@code table}
     */
    public HBaseStoreOptions takeOver(String name) {
        return new HBaseStoreOptions(table, Optional.of(requireName(name)), timeout, writer);
    }

    /**
     * Returns the same options with another timeout for each call. It replaces the timeouts and the number of retries
     * of the connection's configuration, with which a call may take twenty minutes.
     *
     * @param limit at least one millisecond
     */
    public HBaseStoreOptions timeout(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Cannot limit calls to HBase to " + limit + ": give at least one millisecond");
        }
        return new HBaseStoreOptions(table, takeOver, limit, writer);
    }

    /** Returns the same options with another writer's name. */
    public HBaseStoreOptions writer(WriterName name) {
        return new HBaseStoreOptions(table, takeOver, timeout, name);
    }

    String table() {
        return table;
    }

    Optional<String> takeOver() {
        return takeOver;
    }

    Duration timeout() {
        return timeout;
    }

    WriterName writer() {
        return writer;
    }

    private static String requireName(String name) {
        try {
            TableName.valueOf(name);
            return name;
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "Cannot use '" + name + "' as the name of a table in HBase: " + invalid.getMessage()
                            + "; write it as TABLE or NAMESPACE:TABLE",
                    invalid);
        }
    }

    @Override
    public String toString() {
        return "HBaseStoreOptions[table=" + table + ", takeOver=" + takeOver.orElse("none") + ", timeout=" + timeout
                + ", writer=" + writer + "]";
    }
}
