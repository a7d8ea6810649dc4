package io.tidemark.bench.candidate;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * Cells in a Redis hash. A write replaces the value of a cell, so repeating it changes nothing. Changes are buffered
 * until {@link #flush}, which writes only the newest value of each cell. Not thread-safe.
 */
public final class RedisCells implements AutoCloseable {

    /** Above this number of cells, a flush is split. */
    private static final int MOST = 1_000;

    private final RedisClient client;
    private final byte[] hash;
    private final WrittenRecords written;
    private final Map<Long, Encoded> waiting = new HashMap<>();

    /** Connects to a group's cells, and reports its progress. */
    public RedisCells(URI redis, String group) {
        client = RedisClients.open(redis);
        hash = group.getBytes(StandardCharsets.UTF_8);
        written = WrittenRecords.of(group);
    }

    /**
     * Buffers the value of a cell.
     *
     * @param records the number of its records
     * @param cell the bytes of an {@link OrderCell}
     */
    public void put(long key, long records, byte[] cell) {
        waiting.put(key, new Encoded(records, cell));
        if (waiting.size() >= MOST) {
            flush();
        }
    }

    /** Writes the buffered values in one round trip. */
    public void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        try (AbstractPipeline pipeline = client.pipelined()) {
            // the names differ, and arrays have no other equality
            @SuppressWarnings("IdentityHashMapUsage")
            Map<byte[], byte[]> fields = new IdentityHashMap<>();
            waiting.forEach(
                    (key, cell) -> fields.put(Long.toString(key).getBytes(StandardCharsets.US_ASCII), cell.bytes));
            pipeline.hset(hash, fields);
            pipeline.sync();
        }
        waiting.forEach((key, cell) -> written.put(key, cell.records));
        waiting.clear();
    }

    /** Reads a group's cells. */
    public static Totals totals(URI redis, String group) {
        Totals totals = new Totals();
        try (RedisClient client = RedisClients.open(redis)) {
            client.hgetAll(group.getBytes(StandardCharsets.UTF_8)).forEach((key, cell) -> OrderCell.of(cell)
                    .addTo(totals, Long.parseLong(new String(key, StandardCharsets.US_ASCII))));
        }
        return totals;
    }

    @Override
    public void close() {
        client.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(long records, byte[] bytes) {}
}
