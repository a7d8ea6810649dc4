package io.tidemark.offset.hdfs;

import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.Objects;

/**
 * Options of an {@link HdfsOffsetStore}. Immutable; each method returns changed options.
 *
 * @since 0.1
 */
public final class HdfsStoreOptions {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final int DEFAULT_KEEP = 20;

    private final Duration timeout;
    private final int keep;
    private final WriterName writer;

    private HdfsStoreOptions(Duration timeout, int keep, WriterName writer) {
        this.timeout = timeout;
        this.keep = keep;
        this.writer = writer;
    }

    /** The defaults: 30 s for a call; the last 20 writes are kept; this process is the writer. */
    public static HdfsStoreOptions defaults() {
        return new HdfsStoreOptions(DEFAULT_TIMEOUT, DEFAULT_KEEP, WriterName.ofThisProcess());
    }

    /**
     * The same with another time limit for one call of the store. It also limits the retries of Hadoop's client.
     *
     * @param limit positive
     */
    public HdfsStoreOptions timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("Cannot wait " + limit + " for HDFS: timeout must be positive");
        }
        return new HdfsStoreOptions(limit, keep, writer);
    }

    /**
     * The same with another number of writes whose files are kept for people. Older files are deleted by later writes,
     * as soon as there are twice as many.
     *
     * @param writes at least 1
     */
    public HdfsStoreOptions keep(int writes) {
        if (writes < 1) {
            throw new IllegalArgumentException("Cannot keep " + writes + " writes: keep must be at least 1");
        }
        return new HdfsStoreOptions(timeout, writes, writer);
    }

    /** The same with another writer, which conflicts name. */
    public HdfsStoreOptions writer(WriterName name) {
        return new HdfsStoreOptions(timeout, keep, Objects.requireNonNull(name, "name"));
    }

    Duration timeout() {
        return timeout;
    }

    int keep() {
        return keep;
    }

    WriterName writer() {
        return writer;
    }
}
