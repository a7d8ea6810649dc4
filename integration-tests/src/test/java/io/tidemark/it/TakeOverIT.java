package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.spark.ManagedStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Offsets that an old job, or somebody by hand, has left are taken over by a job without any preparation. */
@Tag("long")
class TakeOverIT {

    private static final int PARTITIONS = 2;

    @Test
    void rowsOfTheSeedTableAreTakenOver() {
        Job job = jobWithValues("by-sql");
        Servers.sql(
                "CREATE DATABASE IF NOT EXISTS legacy",
                "CREATE TABLE legacy.offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, UNIQUE KEY (topic, groupid, partitions))",
                "INSERT INTO legacy.offset_tb VALUES ('" + job.topic() + "', 'by-sql', 0, 0, 15), ('" + job.topic()
                        + "', 'by-sql', 1, 0, 15)");

        try (OpenOffsetStore store = openSeed("legacy")) {
            assertGoesOn(job, store);
        }
    }

    private static OpenOffsetStore openSeed(String database) {
        return OffsetStores.open(
                "mysql://" + Servers.MYSQL.address() + "/" + database,
                Map.of("user", Servers.MYSQL.user(), "password", Servers.MYSQL.password()));
    }

    @Test
    void aRecreatedTopicIsRecognisedBesideTheSeedTableAlthoughItsLogHasGrownPastTheStoredOffset() {
        Job job = jobWithValues("beside-sql");
        Servers.sql("CREATE DATABASE IF NOT EXISTS beside");
        try (OpenOffsetStore store = openSeed("beside")) {
            try (ManagedStream stream = job.start(store.store())) {
                await().atMost(Job.LONG).until(() -> job.seen().size() >= 40 || !stream.isRunning());
            }
            Servers.recreateTopic(job.topic(), PARTITIONS);
            Servers.produce(job.topic(), PARTITIONS, 0, 120);

            assertThatThrownBy(() -> job.start(store.store()).close())
                    .hasMessageContaining("topic recreated: stored 20 of topic id");
        }
    }

    @Test
    void nodesOfTheClassicLayoutAreTakenOver() {
        Job job = jobWithValues("by-zkcli");
        ZkClient client = new ZkClient(Servers.ZOOKEEPER.address(), 6_000, 20_000, new BytesPushThroughSerializer());
        try {
            String parent = "/legacy/consumers/by-zkcli/offsets/" + job.topic();
            client.createPersistent(parent, true);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                client.createPersistent(parent + "/" + partition, "15".getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            client.close();
        }

        try (OpenOffsetStore store = OffsetStores.open("zookeeper://" + Servers.ZOOKEEPER.address() + "/legacy")) {
            assertGoesOn(job, store);
        }
    }

    @Test
    void offsetsThatAConsumerHasCommittedAreTakenOver() {
        Job job = jobWithValues("by-consumer");
        Map<String, Object> params = new HashMap<>(Servers.kafkaParams());
        params.put("group.id", "by-consumer");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(params, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.commitSync(Map.of(
                    new TopicPartition(job.topic(), 0), new OffsetAndMetadata(15),
                    new TopicPartition(job.topic(), 1), new OffsetAndMetadata(15)));
        }

        try (OpenOffsetStore store = Store.KAFKA.open(WriterName.ofThisProcess())) {
            assertGoesOn(job, store);
        }
    }

    /** Forty values, of which the first thirty are handled already. */
    private static Job jobWithValues(String group) {
        Job job = new Job(group, Servers.newTopic(PARTITIONS));
        Servers.produce(job.topic(), PARTITIONS, 0, 40);
        return job;
    }

    private static void assertGoesOn(Job job, OpenOffsetStore store) {
        try (ManagedStream stream = job.start(store.store())) {
            await().atMost(Job.LONG).until(() -> job.seen().size() >= 10 || !stream.isRunning());
        }
        assertThat(job.seen()).isEqualTo(Job.onceEach(30, 40));
    }
}
