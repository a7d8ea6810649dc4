package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.servers.TestKafka;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.event.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loops over a plain consumer, on a real broker. */
class PlainConsumerIT {

    private static final GroupId GROUP = new GroupId("plain");
    private static final TestKafka KAFKA = TestKafka.start();
    private static final Map<String, Object> PARAMS = Map.of("bootstrap.servers", KAFKA.bootstrapServers());

    private final String topic = "t-" + UUID.randomUUID();
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @SuppressWarnings("NullAway.Init")
    private static Admin admin;

    @SuppressWarnings("NullAway.Init")
    private static KafkaProducer<String, String> producer;

    @BeforeAll
    static void connect() {
        admin = Admin.create(PARAMS);
        producer = new KafkaProducer<>(PARAMS, new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void disconnect() {
        producer.close();
        admin.close();
        KAFKA.close();
    }

    private final List<String> heard = new ArrayList<>();
    private Optional<StreamEnded> ended = Optional.empty();

    @Test
    void aLoopResumesFromTheStoredOffsets() throws Exception {
        create(2);
        produce(2, 0, 10);
        run(settings(OutOfRangePolicy.FAIL), Integer.MAX_VALUE);
        produce(2, 10, 20);

        run(settings(OutOfRangePolicy.FAIL), Integer.MAX_VALUE);

        assertThat(counted()).isEqualTo(Counting.onceEach(20));
        assertThat(store.load(GROUP).values().stream()
                        .mapToLong(entry -> entry.offset())
                        .sum())
                .isEqualTo(20);
    }

    @Test
    void aNewPartitionIsReadFromItsFirstRecord() throws Exception {
        create(1);
        produce(1, 0, 5);
        try (Loop loop = new Loop(settings(OutOfRangePolicy.FAIL), store, sink, Integer.MAX_VALUE)) {
            loop.runAll();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            produce(2, 5, 11);
            loop.runUntil(11);
        }
        assertThat(counted()).isEqualTo(Counting.onceEach(11));
        assertThat(store.load(GROUP)).containsKey(new TopicPartition(topic, 1));
    }

    @Test
    void whatRetentionDeletedIsSkippedByPolicyWithAReceipt() throws Exception {
        create(1);
        produce(1, 0, 10);
        try (Loop loop = new Loop(settings(OutOfRangePolicy.EARLIEST), store, sink, Integer.MAX_VALUE)) {
            loop.runAll();
            produce(1, 10, 20);
            deleteBefore(15);
            loop.runAll();
        }
        assertThat(counted().keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 18, 19);
        assertThat(store.lossReceipts(GROUP)).singleElement().satisfies(receipt -> {
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.EXPIRED);
            assertThat(receipt.from()).isEqualTo(10);
            assertThat(receipt.until()).isEqualTo(15);
        });
    }

    @Test
    void withoutAPolicyTheLoopFailsAndRunsNoOtherBatch() throws Exception {
        create(1);
        produce(1, 0, 10);
        deleteBefore(4);
        try (Loop loop = new Loop(settings(OutOfRangePolicy.FAIL), store, sink, Integer.MAX_VALUE)) {
            loop.runAll();
            produce(1, 10, 20);
            deleteBefore(15);
            assertThatThrownBy(loop::runAll)
                    .isInstanceOf(BatchFailedException.class)
                    .hasCauseInstanceOf(OffsetVerificationException.class);
            assertThatThrownBy(loop::runAll)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("group plain", "an earlier one failed");
        }
        assertThat(counted()).hasSize(6);
    }

    @Test
    void theSecondOfTwoLoopsMeetsAConflictAndCountsNothing() throws Exception {
        create(1);
        produce(1, 0, 10);
        WriterName other = new WriterName("other");
        try (Loop first = new Loop(settings(OutOfRangePolicy.FAIL), store, sink, Integer.MAX_VALUE);
                Loop second = new Loop(
                        settings(OutOfRangePolicy.FAIL),
                        store.writingAs(other),
                        sink.writingAs(other),
                        Integer.MAX_VALUE)) {
            first.runAll();
            assertThatThrownBy(second::runAll)
                    .isInstanceOf(BatchFailedException.class)
                    .hasCauseInstanceOf(OffsetConflictException.class);
        }
        assertThat(counted()).isEqualTo(Counting.onceEach(10));
    }

    @Test
    void aBatchThatIsTooLargeIsReadInParts() throws Exception {
        create(1);
        produce(1, 0, 10);
        run(settings(OutOfRangePolicy.FAIL), 3);
        assertThat(counted()).isEqualTo(Counting.onceEach(10));
    }

    @Test
    void aListenerStopsTheLoopAndIsToldOfItsEnd() throws Exception {
        create(1);
        produce(1, 0, 10);
        KeepingSettings settings = settings(OutOfRangePolicy.FAIL, new Heard() {
            @Override
            public void batchCommitted(BatchCommitted event) {
                super.batchCommitted(event);
                event.stop();
            }
        });
        try (Loop loop = new Loop(settings, store, sink, Integer.MAX_VALUE)) {
            assertThat(loop.batches.isStopRequested()).isFalse();
            assertThat(loop.batches.lastProgress().state()).isEqualTo(StreamState.RUNNING);
            loop.runAll();
            assertThat(loop.batches.isStopRequested()).isTrue();
            produce(1, 10, 20);
            assertThat(loop.batches.runBatch()).isZero();
        }
        assertThat(heard).containsExactly("started", "committed 10", "ended");
        StreamProgress last = ended.orElseThrow().progress();
        assertThat(last.state()).isEqualTo(StreamState.STOPPED);
        assertThat(last.records()).isEqualTo(10);
        assertThat(last.lagByPartition()).isEqualTo(Map.of(new TopicPartition(topic, 0), 0L));
        assertThat(counted()).isEqualTo(Counting.onceEach(10));
    }

    @Test
    void aFailureAndAnIdlePollAreReported() throws Exception {
        create(1);
        produce(1, 0, 10);
        try (Loop loop = new Loop(settings(OutOfRangePolicy.FAIL, new Heard()), store, sink, Integer.MAX_VALUE)) {
            loop.runAll();
            produce(1, 10, 20);
            deleteBefore(15);
            assertThatThrownBy(loop::runAll).isInstanceOf(BatchFailedException.class);
        }
        assertThat(heard)
                .containsExactly("started", "committed 10", "idle", "failed: BatchFailedException", "ended by failure");
    }

    @Test
    void theLogTellsWhatTheLoopDoesAndHowOldTheOldestUnreadRecordIs() throws Exception {
        create(2);
        Instant old = Instant.now().minus(Duration.ofHours(5));
        for (int value = 0; value < 8; value++) {
            producer.send(new ProducerRecord<>(topic, value % 2, old.toEpochMilli(), null, Integer.toString(value)))
                    .get();
        }
        KeepingSettings settings = KeepingSettings.builder()
                .group(GROUP.value())
                .topics(topic)
                .kafka(PARAMS)
                .maxRecordsPerBatch(4)
                .build();
        try (CapturedLog log = CapturedLog.of("io.tidemark.stream.progress")) {
            try (Loop loop = new Loop(settings, store, sink, Integer.MAX_VALUE)) {
                assertThat(loop.batches.runBatch()).isEqualTo(4);
                await().untilAsserted(() -> assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains(
                                "Group plain: 4 records in 1 batch",
                                "lag 4 records in 2 of 2 partitions, the oldest 5 h old"));
                assertThat(loop.batches.lastProgress().lagTime().orElseThrow())
                        .isBetween(Duration.ofHours(5), Duration.ofHours(6));
                assertThat(loop.batches.runBatch()).isEqualTo(4);
                assertThat(loop.batches.lastProgress().lagTime()).contains(Duration.ZERO);
            }
            assertThat(log.lines().subList(1, 3))
                    .satisfiesExactly(sum -> assertThat(sum).contains("4 records in 1 batch"), end -> assertThat(end)
                            .contains("ended after 8 records in 2 batches; lag 0 records"));
        }
    }

    private void run(KeepingSettings settings, int most) {
        try (Loop loop = new Loop(settings, store, sink, most)) {
            loop.runAll();
        }
    }

    private KeepingSettings settings(OutOfRangePolicy policy) {
        return settings(policy, new StreamListener() {});
    }

    private KeepingSettings settings(OutOfRangePolicy policy, StreamListener listener) {
        return KeepingSettings.builder()
                .group(GROUP.value())
                .topics(topic)
                .kafka(PARAMS)
                .outOfRange(policy)
                .discoveryInterval(Duration.ZERO)
                .listener(listener)
                .build();
    }

    private Map<Integer, Long> counted() {
        return Counting.counted(sink, GROUP.value());
    }

    private void create(int partitions) {
        KAFKA.createTopic(topic, partitions);
    }

    private void produce(int partitions, int from, int until) throws ExecutionException, InterruptedException {
        for (int value = from; value < until; value++) {
            producer.send(new ProducerRecord<>(topic, value % partitions, null, Integer.toString(value)))
                    .get();
        }
    }

    private void deleteBefore(long offset) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /** Writes down what it hears. */
    private class Heard implements StreamListener {

        @Override
        public void started(StreamStarted event) {
            heard.add("started");
        }

        @Override
        public void batchCommitted(BatchCommitted event) {
            heard.add("committed " + event.report().count());
        }

        @Override
        public void idle(StreamIdle event) {
            heard.add("idle");
        }

        @Override
        public void failed(StreamFailed event) {
            heard.add("failed: " + event.cause().getClass().getSimpleName());
        }

        @Override
        public void ended(StreamEnded event) {
            ended = Optional.of(event);
            heard.add(event.failure().isPresent() ? "ended by failure" : "ended");
        }
    }

    /** A loop with its consumer. */
    private static final class Loop implements AutoCloseable {

        private final KafkaConsumer<String, String> consumer;
        private final RangeConsumer<String, String> reader;
        private final BatchLoop batches;
        private long done;

        Loop(KeepingSettings settings, InMemoryOffsetStore store, InMemoryMetricSink sink, int most) {
            consumer =
                    new KafkaConsumer<>(settings.consumerParams(), new StringDeserializer(), new StringDeserializer());
            reader = new RangeConsumer<>(consumer, Duration.ofSeconds(30));
            batches =
                    BatchLoop.open(settings, store, BatchOutput.exactlyOnceInto(sink, ranges -> measure(ranges, most)));
        }

        private List<Measurement> measure(List<PartitionRange> ranges, int most) {
            List<Measurement> measured = new ArrayList<>();
            reader.forEach(ranges, record -> measured.add(Counting.one(Integer.parseInt(record.value()))));
            if (measured.size() > most) {
                throw new BatchTooLargeException("the test takes " + most);
            }
            return measured;
        }

        /** Runs batches until the log holds nothing new. */
        void runAll() {
            for (long offsets = batches.runBatch(); offsets > 0; offsets = batches.runBatch()) {
                done += offsets;
            }
        }

        /** Runs batches until they have covered so many offsets. */
        void runUntil(long offsets) {
            while (done < offsets) {
                done += batches.runBatch();
            }
        }

        @Override
        public void close() {
            batches.close();
            consumer.close();
        }
    }
}
