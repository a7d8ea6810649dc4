package io.tidemark.bench.candidate;

import java.net.URI;
import java.util.HashMap;
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
    private final String hash;
    private final WrittenRecords written;
    private final Map<Long, Cell> waiting = new HashMap<>();

    /** Connects to a group's cells, and reports its progress. */
    public RedisCells(URI redis, String group) {
        client = RedisClient.create(redis);
        hash = group;
        written = WrittenRecords.of(group);
    }

    /** Buffers the value of a cell, which must not change afterwards. */
    public void put(long key, Cell cell) {
        waiting.put(key, cell);
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
            Map<String, String> fields = new HashMap<>();
            waiting.forEach((key, cell) -> fields.put(Long.toString(key), cell.toText()));
            pipeline.hset(hash, fields);
            pipeline.sync();
        }
        waiting.forEach((key, cell) -> written.put(key, cell.records()));
        waiting.clear();
    }

    /** Reads a group's cells. */
    public static Totals totals(URI redis, String group) {
        Totals totals = new Totals();
        try (RedisClient client = RedisClient.create(redis)) {
            client.hgetAll(group).forEach((key, text) -> totals.add(Long.parseLong(key), Cell.of(text)));
        }
        return totals;
    }

    @Override
    public void close() {
        client.close();
    }
}
