package io.tidemark.bench.contestant;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * Cells in a hash of Redis, each overwritten by what it holds now: writing one twice changes nothing. What is put is
 * kept until {@link #flush}, of each cell only the newest. Not thread-safe.
 */
public final class RedisCells implements AutoCloseable {

    /** More cells than these are flushed at once. */
    private static final int MOST = 1_000;

    private final RedisClient client;
    private final String hash;
    private final Absorbed absorbed;
    private final Map<Long, Cell> waiting = new HashMap<>();

    /** Connects to a group's cells, which count in what it has absorbed. */
    public RedisCells(URI redis, String group) {
        client = RedisClient.create(redis);
        hash = group;
        absorbed = Absorbed.of(group);
    }

    /** Puts what a cell holds now; the cell is not to change afterwards. */
    public void put(long key, Cell cell) {
        waiting.put(key, cell);
        if (waiting.size() >= MOST) {
            flush();
        }
    }

    /** Writes what was put since, in one round trip. */
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
        waiting.forEach((key, cell) -> absorbed.put(key, cell.records()));
        waiting.clear();
    }

    /** What a group's cells hold. */
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
