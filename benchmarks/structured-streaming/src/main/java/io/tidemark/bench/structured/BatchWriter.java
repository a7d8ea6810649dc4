package io.tidemark.bench.structured;

import io.tidemark.bench.candidate.RedisClients;
import io.tidemark.bench.candidate.RedisCounters;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;

/**
 * Adds a batch to Redis in one transaction together with the batch's number, so that repeating a batch changes nothing.
 */
final class BatchWriter {

    private static final String BATCH = RedisCounters.ASIDE + "batch";

    private BatchWriter() {}

    /** The increments of the rows of {@link Counting}. */
    static Map<String, Long> increments(List<Row> rows) {
        Map<String, Long> increments = new HashMap<>();
        rows.forEach(row -> add(increments, row));
        return increments;
    }

    static void write(URI redis, String group, long number, Map<String, Long> increments) {
        try (RedisClient client = RedisClients.open(redis)) {
            String last = client.hget(group, BATCH);
            if (last != null && Long.parseLong(last) >= number) {
                return;
            }
            try (AbstractTransaction transaction = client.multi()) {
                increments.forEach((name, by) -> transaction.hincrBy(group, name, by));
                transaction.hset(group, BATCH, Long.toString(number));
                transaction.exec();
            }
        }
    }

    private static void add(Map<String, Long> increments, Row row) {
        String kind = row.getAs(Counting.KIND);
        long records = row.getAs(Counting.RECORDS);
        increment(increments, "read", records);
        if (!kind.equals(Counting.ORDER)) {
            increment(increments, kind, records);
            return;
        }
        for (String prefix :
                List.of("city:" + row.getAs(Counting.CITY) + ":", "minute:" + row.getAs(Counting.MINUTE) + ":")) {
            increment(increments, prefix + "orders", records);
            increment(increments, prefix + "succeeded", row.getAs(Counting.SUCCEEDED));
            increment(increments, prefix + "amount", row.getAs(Counting.AMOUNT));
        }
        increment(increments, "duration:sum", row.getAs(Counting.DURATION_SUM));
        increment(increments, "duration:unknown", row.getAs(Counting.DURATION_UNKNOWN));
    }

    private static void increment(Map<String, Long> increments, String name, long by) {
        if (by != 0) {
            increments.merge(name, by, Long::sum);
        }
    }
}
