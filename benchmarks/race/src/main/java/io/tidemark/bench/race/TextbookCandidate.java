package io.tidemark.bench.race;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.CountFields;
import io.tidemark.bench.candidate.RedisClients;
import io.tidemark.bench.candidate.RedisCounters;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.faultinjection.textbook.SameRate;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * The loop of the tutorials: a direct stream, here with the parser and the counts of the job. The executor of each
 * partition adds its counts to Redis through one pipeline, and the offsets are stored when all partitions are done.
 */
record TextbookCandidate(Setting setting, JavaSparkContext spark, Increments increments, Offsets offsets)
        implements Candidate {

    private static final int PIPELINE = 1_000;
    private static final int MOST_POLLED = 100_000;
    private static final int FETCH_BYTES = 1 << 22;

    /** The content of the pipeline. */
    enum Increments {
        /** An increment for each counter of each record. */
        BY_RECORD,
        /** An increment for each counter of each partition, added up first. */
        BY_PARTITION
    }

    /** The store of the offsets. */
    enum Offsets {
        MYSQL,
        /** With the stream's {@code commitAsync}. */
        KAFKA
    }

    /** Arguments: {@code by-record} or {@code by-partition}, then {@code mysql} or {@code kafka}. */
    public static void main(String[] arguments) throws Exception {
        Increments increments = arguments[0].equals("by-record") ? Increments.BY_RECORD : Increments.BY_PARTITION;
        Offsets offsets = arguments[1].equals("kafka") ? Offsets.KAFKA : Offsets.MYSQL;
        CandidateServer.serve(setting -> new TextbookCandidate(
                setting,
                SparkContexts.create("textbook", Optional.of("local[" + setting.cores() + "]")),
                increments,
                offsets));
    }

    @Override
    @SuppressWarnings("deprecation") // the API of the textbooks
    public long run(String topic, String group, long records) throws Exception {
        RechargeConfig config = Configs.of(setting, topic, group);
        AtomicLong began = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        AtomicLong written = new AtomicLong();
        try (HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store())) {
            createTable(source);
            JavaStreamingContext streaming = new JavaStreamingContext(
                    spark, Durations.milliseconds(config.job().batchInterval().toMillis()));
            Map<TopicPartition, Long> from = begin(config);
            double seconds = config.job().batchInterval().toMillis() / 1000.0;
            JavaInputDStream<ConsumerRecord<byte[], byte[]>> stream = KafkaUtils.createDirectStream(
                    streaming,
                    LocationStrategies.PreferConsistent(),
                    ConsumerStrategies.Assign(from.keySet(), kafka(config), from),
                    new SameRate((long) (config.job().maxRecordsPerBatch() / seconds / from.size())));
            URI redis = config.redis().url();
            String hash = config.group();
            Increments how = increments;
            stream.foreachRDD(rdd -> {
                began.compareAndSet(0, System.nanoTime());
                OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
                rdd.foreachPartition(part -> {
                    TagDictionary dictionary = TagDictionary.preset("guangdong");
                    RecordParser parser = new RecordParser(dictionary);
                    try (RedisClient client = RedisClients.open(redis);
                            AbstractPipeline pipeline = client.pipelined()) {
                        if (how == Increments.BY_PARTITION) {
                            RechargeCounts counts = new RechargeCounts(dictionary.regions());
                            part.forEachRemaining(record -> counts.add(parser.parse(record.value())));
                            CountFields.forEach(counts, (counter, by) -> pipeline.hincrBy(hash, counter, by));
                        } else {
                            long[] inPipeline = {0};
                            part.forEachRemaining(record -> {
                                RechargeCounts one = new RechargeCounts(dictionary.regions());
                                one.add(parser.parse(record.value()));
                                CountFields.forEach(one, (counter, by) -> pipeline.hincrBy(hash, counter, by));
                                if (++inPipeline[0] % PIPELINE == 0) {
                                    pipeline.sync();
                                }
                            });
                        }
                        pipeline.sync();
                    }
                });
                if (offsets == Offsets.KAFKA) {
                    ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges);
                } else {
                    save(source, config.group(), ranges);
                }
                long all = 0;
                for (OffsetRange range : ranges) {
                    all += range.count();
                }
                if (written.addAndGet(all) >= records) {
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
    public Totals totals(String group) {
        return RedisCounters.totalsOfFields(setting.redis(), group);
    }

    @Override
    public void close() {
        spark.stop();
    }

    private static Map<TopicPartition, Long> begin(RechargeConfig config) {
        Map<TopicPartition, Long> from = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka(config))) {
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
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                MOST_POLLED,
                "max.partition.fetch.bytes",
                FETCH_BYTES,
                // Spark does not accept -1
                "receive.buffer.bytes",
                FETCH_BYTES);
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
}
