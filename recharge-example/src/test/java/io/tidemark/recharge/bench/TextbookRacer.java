package io.tidemark.recharge.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.site.report.RechargeReport;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * The loop that the tutorials show: a direct stream of strings, each partition counted into Redis by its executor through
 * one pipeline, the offsets into MySQL when all of them are done.
 */
record TextbookRacer(JavaSparkContext spark, Style style) implements Racer {

    private static final int PIPELINE = 1_000;

    /** What goes into the pipeline. */
    enum Style {
        /** An increment for each counter of each record. */
        BY_RECORD,
        /** An increment for each counter of each partition, added up in a map before. */
        BY_PARTITION
    }

    @Override
    public String name() {
        return "textbook, increments " + (style == Style.BY_RECORD ? "by record" : "by partition");
    }

    @Override
    @SuppressWarnings("deprecation") // it is what the textbooks use
    public long run(RechargeConfig config, long records) throws Exception {
        AtomicLong began = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        AtomicLong absorbed = new AtomicLong();
        try (HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store())) {
            createTable(source);
            JavaStreamingContext streaming = new JavaStreamingContext(
                    spark, Durations.milliseconds(config.job().batchInterval().toMillis()));
            Map<TopicPartition, Long> from = begin(config);
            double seconds = config.job().batchInterval().toMillis() / 1000.0;
            JavaInputDStream<ConsumerRecord<String, String>> stream = KafkaUtils.createDirectStream(
                    streaming,
                    LocationStrategies.PreferConsistent(),
                    ConsumerStrategies.Assign(from.keySet(), kafka(config), from),
                    new Rate((long) (config.job().maxRecordsPerBatch() / seconds / from.size())));
            URI redis = config.redis().url();
            String hash = config.group();
            Style how = style;
            stream.foreachRDD(rdd -> {
                began.compareAndSet(0, System.nanoTime());
                OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
                rdd.foreachPartition(part -> {
                    TextbookCount count = new TextbookCount();
                    try (RedisClient client = RedisClient.create(redis);
                            AbstractPipeline pipeline = client.pipelined()) {
                        if (how == Style.BY_PARTITION) {
                            Map<String, Long> sums = new HashMap<>();
                            part.forEachRemaining(record ->
                                    count.count(record.value(), (counter, by) -> sums.merge(counter, by, Long::sum)));
                            sums.forEach((counter, by) -> pipeline.hincrBy(hash, counter, by));
                        } else {
                            long[] inPipeline = {0};
                            part.forEachRemaining(record -> {
                                count.count(record.value(), (counter, by) -> pipeline.hincrBy(hash, counter, by));
                                if (++inPipeline[0] % PIPELINE == 0) {
                                    pipeline.sync();
                                }
                            });
                        }
                        pipeline.sync();
                    }
                });
                save(source, config.group(), ranges);
                long all = 0;
                for (OffsetRange range : ranges) {
                    all += range.count();
                }
                if (absorbed.addAndGet(all) >= records) {
                    ended.compareAndSet(0, System.nanoTime());
                }
            });
            streaming.start();
            while (ended.get() == 0) {
                if (streaming.awaitTerminationOrTimeout(20)) {
                    throw new IllegalStateException("The textbook's loop has ended early");
                }
            }
            streaming.stop(false, true);
            return ended.get() - began.get();
        }
    }

    @Override
    public void check(RechargeConfig config, RechargeReport want) {
        Map<String, Long> sums = new HashMap<>();
        try (RedisClient client = RedisClient.create(config.redis().url())) {
            client.hgetAll(config.group()).forEach((counter, value) -> {
                sums.put(counter, Long.parseLong(value));
                if (counter.startsWith("minute:")) {
                    sums.merge("all:" + counter.substring(counter.lastIndexOf(':')), Long.parseLong(value), Long::sum);
                }
            });
        }
        expect(sums, "read", want.records().read());
        expect(sums, "ignored", want.records().ignored());
        expect(sums, "rejected", want.records().rejected());
        expect(sums, "all::orders", want.overall().orders());
        expect(sums, "all::succeeded", want.overall().succeeded());
        expect(sums, "all::amount", want.overall().amountFen());
        expect(sums, "duration:unknown", want.overall().durationUnknown());
        want.cities().stream().filter(city -> !city.code().equals("other")).forEach(city -> {
            expect(sums, "city:" + city.code() + ":orders", city.orders());
            expect(sums, "city:" + city.code() + ":amount", city.amountFen());
        });
    }

    private static void expect(Map<String, Long> sums, String counter, long want) {
        long got = sums.getOrDefault(counter, 0L);
        if (got != want) {
            throw new IllegalStateException("The textbook's job counted " + counter + ": " + got + ", not " + want);
        }
    }

    private static Map<TopicPartition, Long> begin(RechargeConfig config) {
        Map<TopicPartition, Long> from = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(kafka(config))) {
            consumer.partitionsFor(config.kafka().topic())
                    .forEach(info -> from.put(new TopicPartition(info.topic(), info.partition()), 0L));
        }
        return from;
    }

    private static Map<String, Object> kafka(RechargeConfig config) {
        return Map.of(
                "bootstrap.servers",
                config.kafka().bootstrapServers(),
                "group.id",
                config.group(),
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
    }

    private static void createTable(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists race_offset (name varchar(100) not null,"
                    + " topic varchar(100) not null, part int not null, until_offset bigint not null,"
                    + " primary key (name, topic, part))");
        }
    }

    private static void save(HikariDataSource source, String group, OffsetRange[] ranges) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement row = connection.prepareStatement("replace into race_offset values (?, ?, ?, ?)")) {
            for (OffsetRange range : ranges) {
                row.setString(1, group);
                row.setString(2, range.topic());
                row.setInt(3, range.partition());
                row.setLong(4, range.untilOffset());
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private static final class Rate extends PerPartitionConfig {

        private static final long serialVersionUID = 1L;

        private final long most;

        Rate(long most) {
            this.most = most;
        }

        @Override
        public long maxRatePerPartition(TopicPartition partition) {
            return most;
        }
    }
}
