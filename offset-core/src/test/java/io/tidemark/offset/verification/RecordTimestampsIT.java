package io.tidemark.offset.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timestamps of records on a real broker. */
class RecordTimestampsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Instant FIRST = Instant.parse("2026-03-01T08:00:00Z");
    private static final TestKafka KAFKA = TestKafka.start();

    private final Map<String, Object> params =
            Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "group.id", "ignored", "fetch.min.bytes", "1000000");
    private final String topic = "t-" + UUID.randomUUID();

    @BeforeEach
    void produce() {
        KAFKA.createTopic(topic, 4);
        // the last partition stays empty
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int each = 0; each < 300; each++) {
                var unused = producer.send(new ProducerRecord<>(
                        topic, each % 3, FIRST.plusSeconds(each).toEpochMilli(), "key", "value ".repeat(200)));
            }
        }
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void theRecordAtEachOffsetIsFound() {
        try (RecordTimestamps records = new RecordTimestamps(params, TIMEOUT)) {
            assertThat(records.at(offsets(0, 50, 99)))
                    .isEqualTo(Map.of(
                            partition(0), FIRST,
                            partition(1), FIRST.plusSeconds(151),
                            partition(2), FIRST.plusSeconds(299)));
            assertThat(records.at(offsets(7)))
                    .as("the consumer is kept, and goes back")
                    .isEqualTo(Map.of(partition(0), FIRST.plusSeconds(21)));
            assertThat(records.at(Map.of())).isEmpty();
        }
    }

    @Test
    void aPartitionThatRetentionHasOvertakenIsLeftOut() throws Exception {
        try (Admin admin = Admin.create(params);
                RecordTimestamps records = new RecordTimestamps(params, TIMEOUT)) {
            admin.deleteRecords(Map.of(partition(0), RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();
            assertThat(records.at(offsets(5, 50, 99))).containsOnlyKeys(partition(1), partition(2));
        }
    }

    @Test
    void aPartitionWithoutARecordDoesNotHoldTheOthersUp() {
        try (RecordTimestamps records = new RecordTimestamps(params, Duration.ofSeconds(3))) {
            assertThat(records.at(offsets(0, 0, 0, 0))).containsOnlyKeys(partition(0), partition(1), partition(2));
        }
    }

    @Test
    void afterTheEndNothingIsFound() {
        RecordTimestamps records = new RecordTimestamps(params, TIMEOUT);
        assertThat(records.at(offsets(0))).hasSize(1);
        records.close();
        assertThat(records.at(offsets(0))).isEmpty();
    }

    @Test
    void settingsThatKafkaRefusesAreNamed() {
        Map<String, Object> wrong = new HashMap<>(params);
        wrong.put("security.protocol", "NONSENSE");
        try (RecordTimestamps records = new RecordTimestamps(wrong, TIMEOUT)) {
            assertThatThrownBy(() -> records.at(offsets(0)))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContainingAll("Cannot read the timestamps of 1 records", KAFKA.bootstrapServers());
        }
    }

    private Map<TopicPartition, Long> offsets(long... offsets) {
        Map<TopicPartition, Long> all = new HashMap<>();
        for (int number = 0; number < offsets.length; number++) {
            all.put(partition(number), offsets[number]);
        }
        return all;
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }
}
