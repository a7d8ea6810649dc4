package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.spark.ManagedStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The jobs of the page on the old loop, as they stand there: the old one runs and stops, the new one goes on. */
@EmbeddedOnly("what the old loops do to servers is not what is tested")
@SuppressWarnings("deprecation") // old loops run on it
@Tag("long")
class OldLoopPageIT {

    private static final Path PAGE =
            Path.of("..", "docs", "from-the-old-loop.md").toAbsolutePath().normalize();
    private static final int PARTITIONS = 2;
    private static final int HALF = 40;

    @BeforeAll
    static void theTableOfOlderJobs() {
        Servers.sql(
                "CREATE DATABASE IF NOT EXISTS oldloop",
                "CREATE TABLE IF NOT EXISTS oldloop.offset_tb (topic varchar(32), groupid varchar(50), partitions int,"
                        + " fromoffset bigint, untiloffset bigint, UNIQUE KEY (topic, groupid, partitions))");
    }

    @Test
    void fromKafka() throws Exception {
        assertGoesOn("kafka", topic -> {
            try (Admin admin = Admin.create(Servers.kafkaParams())) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("orders")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return IntStream.range(0, PARTITIONS).allMatch(partition -> {
                    OffsetAndMetadata offset = committed.get(new TopicPartition(topic, partition));
                    return offset != null && offset.offset() == HALF / PARTITIONS;
                });
            }
        });
    }

    @Test
    void fromZooKeeper() throws Exception {
        assertGoesOn("zookeeper", topic -> true);
    }

    @Test
    void fromMySql() throws Exception {
        assertGoesOn("mysql", topic -> true);
    }

    /** Whether the old loop has saved what it has handled. */
    private interface Saved {
        boolean isSaved(String topic) throws Exception;
    }

    private static void assertGoesOn(String store, Saved saved) throws Exception {
        String topic = Servers.newTopic(PARTITIONS);
        PageJob.HANDLED.clear();
        Servers.produce(topic, PARTITIONS, 0, HALF);
        PageJob old = job(store + " old", "", topic);
        JavaStreamingContext streaming = new JavaStreamingContext(LocalSpark.CONTEXT, Durations.milliseconds(200));
        old.streaming = streaming;
        try {
            old.run();
            await().atMost(Job.LONG).until(() -> PageJob.HANDLED.size() >= HALF && saved.isSaved(topic));
        } finally {
            streaming.stop(false, true);
        }

        Servers.produce(topic, PARTITIONS, HALF, 2 * HALF);
        PageJob fresh = job(store + " new", "keep(stream);", topic);
        fresh.run();
        try (ManagedStream stream = fresh.kept()) {
            await().atMost(Job.LONG).until(() -> PageJob.HANDLED.size() >= 2 * HALF || !stream.isRunning());
        }
        assertThat(PageJob.HANDLED)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2 * HALF).mapToObj(String::valueOf).toList());
    }

    private static PageJob job(String name, String last, String topic) throws ReflectiveOperationException {
        List<MarkdownBlock> blocks = MarkdownBlock.of(PAGE).stream()
                .filter(block -> block.mark().equals("test: " + name))
                .toList();
        assertThat(blocks).as(name).hasSize(1);
        PageJob job = Class.forName(DocumentedCode.compile(blocks.get(0), last))
                .asSubclass(PageJob.class)
                .getDeclaredConstructor()
                .newInstance();
        MysqlDataSource mysql = new MysqlDataSource();
        mysql.setUrl(Servers.MYSQL.jdbcUrl("oldloop"));
        mysql.setUser(Servers.MYSQL.user());
        mysql.setPassword(Servers.MYSQL.password());
        job.spark = LocalSpark.CONTEXT;
        job.kafkaParams = new HashMap<>(Servers.kafkaParams());
        job.params = new HashMap<>(Servers.kafkaParams());
        job.params.putAll(Map.of(
                "group.id",
                "orders",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"));
        job.topic = topic;
        job.partitions = PARTITIONS;
        job.zookeeper = Servers.ZOOKEEPER.address();
        job.dataSource = mysql;
        return job;
    }
}
