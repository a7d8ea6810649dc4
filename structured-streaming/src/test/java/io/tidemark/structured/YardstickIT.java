package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.secured.SecuredKafka;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that Spark documents of its own Kafka source, through {@code tidemark}. */
@Tag("long")
class YardstickIT {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private TestQuery query() {
        return TestQuery.of(folder.resolve("checkpoint"), topic, store);
    }

    /** Runs a query of a group and a checkpoint of its own over everything, and returns what it read. */
    private List<String> readOnce(Map<String, String> options) {
        TestQuery query = TestQuery.of(folder.resolve(UUID.randomUUID().toString()), topic, store);
        options.forEach(query::with);
        List<String> values = new ArrayList<>();
        query.runAvailable(values);
        return values;
    }

    @Test
    @Yardstick(value = "`subscribe`", result = "the same")
    void subscribe() {
        String other = TestCluster.newTopic(1);
        TestCluster.produce(topic, 2, 0, 4);
        TestCluster.produce(other, 1, 4, 2);

        assertThat(readOnce(Map.of("subscribe", topic + ", " + other))).hasSize(6);
    }

    @Test
    @Yardstick(
            value = "`subscribePattern`",
            result = "the same; topics that appear while it runs are read from their first record")
    void subscribePattern() {
        TestCluster.kafka().createTopic(topic + "-b", 1);
        TestCluster.produce(topic, 2, 0, 2);
        TestCluster.produce(topic + "-b", 1, 2, 2);
        TestQuery query = query().without("subscribe").with("subscribePattern", topic + ".*");
        query.runAvailable(read);
        TestCluster.kafka().createTopic(topic + "-c", 1);
        TestCluster.produce(topic + "-c", 1, 4, 2);

        query.with("startingOffsets", "latest").runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 6));
    }

    @Test
    @Yardstick(value = "`assign`", result = "the same; offsets that are stored for other partitions stay as they are")
    void assign() {
        TestCluster.produce(topic, 2, 0, 6);
        TestQuery query = query();
        query.runAvailable(new ArrayList<>());
        TestCluster.produce(topic, 2, 6, 6);
        TestCluster.addPartitions(topic, 3);
        TestCluster.produce(topic, 3, 12, 3);
        query.without("subscribe").with("assign", "{\"" + topic + "\":[1]}").at(folder.resolve("assigned"));

        query.runAvailable(read);

        assertThat(read).containsExactly("7", "9", "11", "13");
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 3L, 1, 7L));
        assertThatThrownBy(() -> readOnce(Map.of("assign", "{\"" + topic + "\":[9]}")))
                .hasMessageContaining("subscribe and assign are set");
        query.with("assign", "{\"" + topic + "\":[1,9]}").at(folder.resolve("unknown"));
        assertThatThrownBy(() -> query.runAvailable(read)).hasMessageContaining("has no partitions [" + topic + "-9]");
    }

    @Test
    @Yardstick(
            value = "`startingOffsets`",
            result = "the same for a new query; the default is `earliest`; refused without a checkpoint beside stored"
                    + " offsets")
    void startingOffsets() {
        TestCluster.produce(topic, 2, 0, 6);

        assertThat(readOnce(Map.of("startingOffsets", "earliest"))).hasSize(6);
        assertThat(readOnce(Map.of())).hasSize(6);
        assertThat(readOnce(Map.of("startingOffsets", "latest"))).isEmpty();
        assertThat(readOnce(Map.of("startingOffsets", "{\"" + topic + "\":{\"0\":-2,\"1\":2}}")))
                .containsExactlyInAnyOrder("0", "2", "4", "5");
        assertThatThrownBy(() -> readOnce(Map.of("startingOffsets", "{\"" + topic + "\":{\"0\":1}}")))
                .hasMessageContaining("startingOffsets");
    }

    @Test
    @Yardstick(
            value = "`startingTimestamp`, `startingOffsetsByTimestamp`, `startingOffsetsByTimestampStrategy`",
            result = "as `startingOffsets`")
    void startingByTimestamp() {
        TestCluster.produce(topic, 2, 0, 4);
        String later = Long.toString(System.currentTimeMillis() + 3_600_000);

        assertThat(readOnce(Map.of("startingTimestamp", "1000"))).hasSize(4);
        assertThat(readOnce(Map.of(
                        "startingOffsetsByTimestamp",
                        "{\"" + topic + "\":{\"0\":1000,\"1\":" + later + "}}",
                        "startingOffsetsByTimestampStrategy",
                        "latest")))
                .containsExactly("0", "2");
        assertThatThrownBy(() -> readOnce(Map.of("startingTimestamp", later)))
                .hasMessageContaining("No offset matched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endingOffsets", "endingTimestamp", "endingOffsetsByTimestamp"})
    @Yardstick(
            value = "`endingOffsets`, `endingTimestamp`, `endingOffsetsByTimestamp`",
            result = "refused, as in every streaming query")
    void ending(String option) {
        assertThatThrownBy(() -> readOnce(Map.of(option, "latest")))
                .hasMessageContaining(option + " is set, but a stream has no end");
    }

    @Test
    @Yardstick(
            value = "`failOnDataLoss`",
            result = "`true` is the same; `false` is refused: use `tidemark.outOfRange`, which leaves receipts")
    void failOnDataLoss() {
        TestCluster.produce(topic, 2, 0, 2);

        assertThat(readOnce(Map.of("failOnDataLoss", "true"))).hasSize(2);
        assertThatThrownBy(() -> readOnce(Map.of("failOnDataLoss", "false")))
                .hasMessageContaining("failOnDataLoss is false");
    }

    @Test
    @Yardstick(value = "`maxOffsetsPerTrigger`", result = "the same")
    void maxOffsetsPerTrigger() {
        TestCluster.produce(topic, 2, 0, 10);
        List<Long> sizes = new ArrayList<>();

        query().with("maxOffsetsPerTrigger", "4").runAvailable((batch, id) -> sizes.add(batch.count()));

        assertThat(sizes).containsExactly(4L, 4L, 2L);
    }

    @Test
    @Yardstick(value = "`minOffsetsPerTrigger`, `maxTriggerDelay`", result = "the same")
    void minOffsetsPerTrigger() {
        TestQuery query = query().with("minOffsetsPerTrigger", "6").with("maxTriggerDelay", "3h");
        TestCluster.produce(topic, 2, 0, 2);
        List<Long> sizes = Collections.synchronizedList(new ArrayList<>());
        StreamingQuery running = query.start((batch, id) -> sizes.add(batch.count()));
        try {
            eventually(() -> sizes.size() == 1);
            TestCluster.produce(topic, 2, 2, 4);
            // several triggers with too few records
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> sizes.size() == 1);
            TestCluster.produce(topic, 2, 6, 4);
            eventually(() -> sizes.equals(List.of(2L, 8L)));
        } finally {
            TestQuery.stop(running);
        }
    }

    @Test
    @Yardstick(value = "`minPartitions`", result = "the same")
    void minPartitions() {
        TestCluster.produce(topic, 2, 0, 40);
        List<Integer> tasks = new ArrayList<>();

        query().with("minPartitions", "8")
                .runAvailable((batch, id) -> tasks.add(batch.toJavaRDD().getNumPartitions()));

        assertThat(tasks).containsExactly(8);
    }

    @Test
    @Yardstick(value = "`maxRecordsPerPartition` (Spark 4)", result = "the same; Spark 3.5 does not know it")
    void maxRecordsPerPartition() {
        TestCluster.produce(topic, 2, 0, 40);
        List<Integer> tasks = new ArrayList<>();

        query().with("maxRecordsPerPartition", "5")
                .runAvailable((batch, id) -> tasks.add(batch.toJavaRDD().getNumPartitions()));

        assertThat(tasks).containsExactly(TestSpark.session().version().startsWith("3.") ? 2 : 8);
    }

    @Test
    @Yardstick(
            value = "`groupIdPrefix`, `kafka.group.id`",
            result = "the same, for the consumers of Spark's source; the offsets are kept for `tidemark.group`")
    void groupIds() {
        TestCluster.produce(topic, 2, 0, 2);
        String own = "consumers-" + UUID.randomUUID();

        assertThat(readOnce(Map.of("groupIdPrefix", own))).hasSize(2);
        assertThat(readOnce(Map.of("kafka.group.id", own))).hasSize(2);
        assertThat(store.load(new GroupId(own))).isEmpty();
    }

    @Test
    @Yardstick(value = "`includeHeaders`", result = "the same")
    void includeHeaders() {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            TestCluster.await(producer.send(new ProducerRecord<>(
                    topic, 0, null, bytes("1"), bytes("a"), List.of(new RecordHeader("trace", bytes("7"))))));
        }
        TestQuery query = query().with("includeHeaders", "true");
        List<String> headers = new ArrayList<>();

        query.runAvailable(query.load()
                .selectExpr("headers[0].key", "CAST(headers[0].value AS STRING)")
                .writeStream()
                .foreachBatch((Dataset<Row> batch, Long id) ->
                        batch.collectAsList().forEach(row -> headers.add(row.getString(0) + "=" + row.getString(1)))));

        assertThat(headers).containsExactly("trace=7");
    }

    @Test
    @Yardstick(
            value = "columns `key`, `value`, `topic`, `partition`, `offset`, `timestamp`, `timestampType`",
            result = "the same")
    void columns() {
        assertThat(query().load().schema())
                .isEqualTo(TestSpark.session()
                        .readStream()
                        .format("kafka")
                        .option("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers())
                        .option("subscribe", topic)
                        .load()
                        .schema());
    }

    @Test
    @Yardstick(
            value = "`kafkaConsumer.pollTimeoutMs`, `fetchOffset.numRetries`, `fetchOffset.retryIntervalMs`",
            result = "the same")
    void timeouts() {
        TestCluster.produce(topic, 2, 0, 2);

        assertThat(readOnce(Map.of(
                        "kafkaConsumer.pollTimeoutMs", "30000",
                        "fetchOffset.numRetries", "2",
                        "fetchOffset.retryIntervalMs", "10")))
                .hasSize(2);
        for (String option :
                List.of("kafkaConsumer.pollTimeoutMs", "fetchOffset.numRetries", "fetchOffset.retryIntervalMs")) {
            // refused by Spark's source: so it has read the option
            assertThatThrownBy(() -> readOnce(Map.of(option, "soon"))).hasMessageContaining("soon");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.auto.offset.reset",
                "kafka.key.deserializer",
                "kafka.value.deserializer",
                "kafka.enable.auto.commit",
                "kafka.interceptor.classes"
            })
    @Yardstick(
            value = "Kafka's settings that Spark does not take: `auto.offset.reset`, `key.deserializer`,"
                    + " `value.deserializer`, `enable.auto.commit`, `interceptor.classes`",
            result = "refused with the same message")
    void refusedSettings(String option) {
        assertThatThrownBy(() -> readOnce(Map.of(option, "true"))).hasMessageContaining("not supported");
    }

    @Test
    @Yardstick(
            value = "`kafka.isolation.level`, transactional topics",
            result = "the same; aborted records and markers are passed over and committed")
    void transactions() {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t-" + UUID.randomUUID()))) {
            producer.initTransactions();
            producer.beginTransaction();
            TestCluster.await(producer.send(new ProducerRecord<>(topic, 0, null, bytes("committed"))));
            producer.commitTransaction();
            producer.beginTransaction();
            TestCluster.await(producer.send(new ProducerRecord<>(topic, 0, null, bytes("aborted"))));
            TestCluster.await(producer.send(new ProducerRecord<>(topic, 1, null, bytes("aborted"))));
            producer.abortTransaction();
        }
        TestQuery query = query().with("kafka.isolation.level", "read_committed");

        query.runAvailable(read);

        assertThat(read).containsExactly("committed");
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 4L, 1, 2L));
        assertThat(readOnce(Map.of("kafka.isolation.level", "read_uncommitted")))
                .hasSize(3);
    }

    @Test
    @Yardstick(
            value = "security: `kafka.security.protocol`, `kafka.sasl.*`, `kafka.ssl.*`",
            result = "the same; they also apply to Tidemark's own requests")
    void security() {
        try (SecuredKafka secured = new SecuredKafka(TestCertificate.in(folder, "server"))) {
            String name = "secured";
            secured.server().createTopic(name, 1);
            secured.addUser("job", "hunter2x");
            secured.allow("job", ResourceType.TOPIC, name, AclOperation.READ, AclOperation.DESCRIBE);
            secured.allow("job", ResourceType.GROUP, "consumers", AclOperation.READ, AclOperation.DESCRIBE);
            TestQuery query = query();
            secured.allow("job", ResourceType.GROUP, query.group(), AclOperation.READ, AclOperation.DESCRIBE);
            try (KafkaProducer<byte[], byte[]> producer =
                    producer(Map.of("bootstrap.servers", secured.server().bootstrapServers()))) {
                TestCluster.await(producer.send(new ProducerRecord<>(name, 0, null, bytes("secret"))));
            }
            secured.trust().forEach((setting, value) -> query.with("kafka." + setting, value));
            query.with("kafka.bootstrap.servers", secured.address())
                    .with("subscribe", name)
                    .with("kafka.group.id", "consumers")
                    .with("kafka.security.protocol", "SASL_SSL")
                    .with("kafka.sasl.mechanism", "SCRAM-SHA-512")
                    .with(
                            "kafka.sasl.jaas.config",
                            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"job\""
                                    + " password=\"hunter2x\";");

            query.runAvailable(read);

            assertThat(read).containsExactly("secret");
        }
    }

    @Test
    @Yardstick(
            value = "partitions are added to a topic",
            result = "read from their first record, also those that were added while the query was down")
    void partitionsAreAdded() {
        TestCluster.produce(topic, 2, 0, 2);
        StreamingQuery running = query().start((batch, id) -> read.addAll(batch.collectAsList()));
        try {
            eventually(() -> read.size() == 2);
            TestCluster.addPartitions(topic, 3);
            TestCluster.produce(topic, 3, 2, 3);
            eventually(() -> read.size() == 5);
        } finally {
            TestQuery.stop(running);
        }
    }

    @Test
    @Yardstick(
            value = "a topic is deleted, or deleted and created again",
            result = "the query ends, or `tidemark.outOfRange.partitionGone` and `.recreatedTopic` decide;"
                    + " Spark's source"
                    + " reads a recreated topic from the old offset on")
    void aTopicIsDeleted() {
        String other = TestCluster.newTopic(1);
        TestCluster.produce(topic, 2, 0, 2);
        TestCluster.produce(other, 1, 2, 2);
        TestQuery query = query().without("subscribe").with("subscribePattern", topic + "|" + other);
        query.runAvailable(read);
        TestCluster.deleteTopic(other);
        eventually(() ->
                !TestCluster.await(TestCluster.admin().listTopics().names()).contains(other));

        assertThatThrownBy(() -> query.runAvailable(read)).hasMessageContaining("OffsetVerificationException");
        TestCluster.produce(topic, 2, 4, 2);
        query.with("tidemark.outOfRange.partitionGone", "earliest").runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 6));
        assertThat(store.lossReceipts(new GroupId(query.group())))
                .extracting(LossReceipt::reason)
                .containsExactly(LossReceipt.Reason.PARTITION_GONE);
    }

    @Test
    @Yardstick(
            value = "`Trigger.AvailableNow`, `ProcessingTime`, `Once`, and the default",
            result = "the same; the last batch is stored")
    void triggers() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 4);
        query.runAvailable(read);
        TestCluster.produce(topic, 2, 4, 4);
        TestQuery.await(TestQuery.start(
                query.writer((batch, id) -> read.addAll(batch.collectAsList())).trigger(once())));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 4L, 1, 4L));
        for (Trigger trigger : List.of(Trigger.ProcessingTime("1 second"), Trigger.ProcessingTime(0))) {
            int before = read.size();
            TestCluster.produce(topic, 2, before, 2);
            StreamingQuery running = TestQuery.start(query.writer((batch, id) -> read.addAll(batch.collectAsList()))
                    .trigger(trigger));
            eventually(() -> read.size() == before + 2);
            long each = (before + 2L) / 2;
            eventually(() -> query.stored(store).equals(Map.of(0, each, 1, each)));
            TestQuery.stop(running);
        }
    }

    @SuppressWarnings("deprecation") // jobs of today use it
    private static Trigger once() {
        return Trigger.Once();
    }

    @Test
    @Yardstick(value = "`Trigger.Continuous`", result = "refused: it has no batches that could be committed")
    void continuous() {
        assertThatThrownBy(() -> TestQuery.await(TestQuery.start(query().load()
                        .writeStream()
                        .format("console")
                        .option(
                                "checkpointLocation",
                                folder.resolve("checkpoint").toString())
                        .trigger(Trigger.Continuous("1 second")))))
                .hasMessageContaining("the trigger is continuous");
    }

    @Test
    @Yardstick(
            value = "batch queries, `spark.read`",
            result = "refused: a batch query has no checkpoint and no group; use `AvailableNow`, or the source `kafka`")
    void batchReading() {
        assertThatThrownBy(() -> TestSpark.session()
                        .read()
                        .format("tidemark")
                        .option("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers())
                        .option("subscribe", topic)
                        .load()
                        .count())
                .hasMessageContaining("in a batch query: it has no checkpoint");
    }

    @Test
    @Yardstick(
            value = "progress: `minOffsetsBehindLatest`, `maxOffsetsBehindLatest`, `avgOffsetsBehindLatest`",
            result = "the same, and `tidemark.lag`, `.records` and the other health numbers")
    void progress() {
        TestCluster.produce(topic, 2, 0, 10);
        TestQuery query = query().with("maxOffsetsPerTrigger", "4");
        StreamingQuery running = TestQuery.start(
                query.writer((batch, id) -> read.addAll(batch.collectAsList())).trigger(Trigger.AvailableNow()));
        TestQuery.await(running);

        List<Map<String, String>> metrics = new ArrayList<>();
        for (var progress : running.recentProgress()) {
            metrics.add(new TreeMap<>(progress.sources()[0].metrics()));
        }
        assertThat(metrics).hasSize(3);
        assertThat(metrics.get(0))
                .containsEntry("maxOffsetsBehindLatest", "3")
                .containsEntry("tidemark.lag", "6")
                .containsEntry("tidemark.lag." + topic, "6")
                .containsEntry("tidemark.records", "4")
                .containsEntry("tidemark.batches", "1")
                .containsKeys(
                        "minOffsetsBehindLatest",
                        "avgOffsetsBehindLatest",
                        "tidemark.committingMs",
                        "tidemark.lastCommit");
        assertThat(metrics.get(2))
                .containsEntry("tidemark.lag", "0")
                .containsEntry("tidemark.lagSeconds", "0.0")
                .containsEntry("tidemark.records", "10")
                .containsEntry("tidemark.lost", "0")
                .containsEntry("tidemark.conflicts", "0");
    }

    @Test
    @Yardstick(
            value = "several sources in one query",
            result = "the same, each with a group of its own; under exactly once there is one")
    void severalSources() {
        TestCluster.produce(topic, 2, 0, 4);
        TestQuery one = query();
        TestQuery other = query();

        one.runAvailable(one.values()
                .union(other.values())
                .writeStream()
                .foreachBatch((Dataset<String> batch, Long id) -> read.addAll(batch.collectAsList())));

        assertThat(read).hasSize(8);
        assertThat(one.stored(store)).isEqualTo(Map.of(0, 2L, 1, 2L));
        assertThat(other.stored(store)).isEqualTo(Map.of(0, 2L, 1, 2L));
    }

    @Test
    @Yardstick(value = "`spark.sql.streaming.kafka.useDeprecatedOffsetFetching`", result = "the same")
    void deprecatedOffsetFetching() {
        TestCluster.produce(topic, 2, 0, 2);
        String setting = "spark.sql.streaming.kafka.useDeprecatedOffsetFetching";
        TestSpark.session().conf().set(setting, "true");
        try {
            assertThat(readOnce(Map.of())).hasSize(2);
        } finally {
            TestSpark.session().conf().unset(setting);
        }
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> params = new HashMap<>(TestCluster.params());
        params.putAll(more);
        return new KafkaProducer<>(params, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
