package io.tidemark.metrics.redis;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestRedis;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** A sink and a reader of one group, under a prefix of their own. */
final class Fixture {

    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Instant MINUTE = Instant.parse("2026-01-31T08:05:00Z");

    private final UnifiedJedis client;
    private final RedisMetricSinkSettings settings;
    private final GroupId group;
    private final RedisMetricSink sink;
    private final RedisMetricReader reader;

    Fixture(UnifiedJedis client, RedisMetricSinkSettings settings, GroupId group) {
        this.client = client;
        this.settings = settings;
        this.group = group;
        this.sink = new RedisMetricSink(client, settings);
        this.reader = new RedisMetricReader(client, settings.keyPrefix());
    }

    /** On the shared server, keeping everything, with an entry for one partition. */
    static Fixture started() {
        return on(RedisServer.client()).start();
    }

    static Fixture on(UnifiedJedis client) {
        return new Fixture(client, keepingAll(), new GroupId("recharge"));
    }

    static RedisMetricSinkSettings keepingAll() {
        return forever().build();
    }

    /** For benchmarks, which decide themselves how much they write at once. */
    static RedisMetricSinkSettings writingAny() {
        return forever().maxWriteSize(10_000_000).build();
    }

    private static RedisMetricSinkSettings.Builder forever() {
        return RedisMetricSinkSettings.builder()
                .keyPrefix("test-" + UUID.randomUUID())
                .keepForever();
    }

    /** The same data through another client. */
    Fixture through(UnifiedJedis other) {
        return new Fixture(other, settings, group);
    }

    Fixture start() {
        sink.initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
        return this;
    }

    RedisMetricSink sink() {
        return sink;
    }

    RedisMetricReader reader() {
        return reader;
    }

    GroupId group() {
        return group;
    }

    RedisMetricSinkSettings settings() {
        return settings;
    }

    void write(long from, long until, Measurement... measurements) {
        sink.write(batch(from, until, measurements));
    }

    MetricBatch batch(long from, long until, Measurement... measurements) {
        return new MetricBatch(group, List.of(new PartitionRange(PARTITION, from, until)), List.of(measurements));
    }

    long ledger() {
        return sink.load(group, Set.of("orders")).values().stream()
                .mapToLong(StoredOffset::offset)
                .findFirst()
                .orElse(-1);
    }

    Map<SortedMap<String, String>, MetricValue> totals(String metric) {
        return totals(metric, Period.all());
    }

    Map<SortedMap<String, String>, MetricValue> totals(String metric, Period period) {
        MetricQuery.Totals query = new MetricQuery.Totals(metric, period);
        return read(query).totals(query);
    }

    SortedMap<Instant, MetricValue> series(String metric, Period period, MetricQuery.Step step) {
        MetricQuery.Series query = MetricQuery.Series.of(metric, Map.of(), period, step);
        return read(query).series(query);
    }

    MetricSnapshot read(MetricQuery... queries) {
        return reader.read(group, List.of(queries));
    }

    /** Stores what is there as a sink of layout 2 did: with a hash for the buckets of each histogram. */
    void toLayout2() {
        for (String key : everything().keySet()) {
            if (key.endsWith(":buckets")) {
                String hash = key.substring(0, key.length() - "buckets".length());
                client.hgetAll(key).forEach((field, text) -> {
                    String[] words = text.split(" ", -1);
                    for (int i = 0; i < words.length; i += 2) {
                        client.hset(hash + field, words[i], words[i + 1]);
                    }
                });
                client.del(key);
            }
        }
        client.hset(key("state"), "layout", "2");
        client.hdel(key("state"), "began");
    }

    /** The name of a key of the group. */
    String key(String rest) {
        return settings.keyPrefix() + ":{" + group.value() + "}:" + rest;
    }

    /** Everything that is stored under the prefix: key to its serialized value. */
    SortedMap<String, String> everything() {
        SortedMap<String, String> dump = new TreeMap<>();
        ScanParams all = new ScanParams().match(settings.keyPrefix() + ":*").count(1_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = client.scan(cursor, all);
            for (String key : page.getResult()) {
                dump.put(key, HexFormat.of().formatHex(client.dump(key)));
            }
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return dump;
    }

    static Measurement orders(String city, long count) {
        return orders(city, MINUTE, count);
    }

    static Measurement orders(String city, Instant minute, long count) {
        return Measurement.of("orders", Map.of("city", city), minute, new MetricValue.Sum(count));
    }

    static SortedMap<String, String> city(String code) {
        return new TreeMap<>(Map.of("city", code));
    }

    static RedisClient client(TestRedis server) {
        return RedisClient.create(server.uri());
    }

    static RedisClient client(EmbeddedRedis server) {
        return RedisClient.create(server.uri());
    }
}
