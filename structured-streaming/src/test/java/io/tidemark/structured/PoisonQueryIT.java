package io.tidemark.structured;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.deadletter.PoisonRecords;
import io.tidemark.deadletter.RejectedRecordException;
import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.deadletter.Rejection;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.test.RestorableSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * A query with a policy for records that its function fails on, as docs/poison-records.md has it: it fails on multiples
 * of ten, and rejects those of seven by a reason of its own.
 */
@Tag("long")
class PoisonQueryIT {

    private static final MetricQuery.Totals SEEN = new MetricQuery.Totals("seen", Period.all());
    private static final MetricQuery.Totals REJECTED = new MetricQuery.Totals(RejectedRecords.METRIC, Period.all());
    private static final int VALUES = 100;

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final AtomicBoolean fails = new AtomicBoolean();
    private final RestorableSink sink = new RestorableSink() {
        @Override
        public void write(MetricBatch batch) {
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("the sink is away");
            }
            super.write(batch);
        }
    };
    private final String topic = TestCluster.newTopic(2);
    private final DeadLetterTopic letters = new DeadLetterTopic(TestCluster.params(), topic + "-rejected");
    private final GroupId group = new GroupId("poison-" + topic);

    @TempDir
    private Path folder;

    @Test
    void skippedRecordsAreCountedWithTheirBatchByReason() throws Exception {
        TestCluster.produce(topic, 2, 0, VALUES);

        start(PoisonPolicy.skip(), "checkpoint").awaitTermination();

        assertThat(counted(SEEN, "value")).isEqualTo(accepted());
        assertThat(counted(REJECTED, "reason")).containsExactly(entry("failed", 10L), entry("multiple-of-seven", 13L));
        assertThat(counted(REJECTED, "topic")).containsExactly(entry(topic, 23L));
    }

    @Test
    void deadLetterRecordsAreRepeatedAfterAFailureAndCountedOnce() throws Exception {
        PoisonPolicy policy = PoisonPolicy.deadLetter(letters.name(), TestCluster.params());
        letters.ensure(List.of(topic));
        TestCluster.produce(topic, 2, 0, VALUES);
        fails.set(true);
        assertThatThrownBy(() -> start(policy, "checkpoint").awaitTermination())
                .isInstanceOf(BatchFailedException.class)
                .hasStackTraceContaining("the sink is away");
        Map<Rejection, Long> sent = Rejection.readAll(letters);
        assertThat(sent).isNotEmpty().allSatisfy((rejection, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(counted(REJECTED, "reason")).isEmpty();

        // the store's offsets decide, with another checkpoint too
        start(policy, "another").awaitTermination();

        assertThat(counted(SEEN, "value")).isEqualTo(accepted());
        assertThat(counted(REJECTED, "reason")).containsExactly(entry("failed", 10L), entry("multiple-of-seven", 13L));
        Map<Rejection, Long> all = Rejection.readAll(letters);
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(rejections());
        assertThat(sent.keySet())
                .allSatisfy(rejection -> assertThat(all.get(rejection)).isEqualTo(2));
    }

    @Test
    void withoutAPolicyTheBatchFailsAndTheRecordIsNamed() {
        TestCluster.produce(topic, 2, 6, 2);

        assertThatThrownBy(() -> start(PoisonPolicy.fail(), "checkpoint").awaitTermination())
                .isInstanceOf(BatchFailedException.class)
                .hasStackTraceContaining("Cannot process the record at offset 0 of topic " + topic
                        + ", partition 1 (multiple-of-seven)");

        assertThat(counted(SEEN, "value")).isEmpty();
        assertThat(counted(REJECTED, "reason")).isEmpty();
    }

    private ManagedQuery start(PoisonPolicy policy, String checkpoint) {
        QuerySettings settings = QuerySettings.builder()
                .group(group.value())
                .topics(topic)
                .kafka(TestCluster.params())
                .checkpoint(folder.resolve(checkpoint).toString())
                .trigger(Trigger.AvailableNow())
                .maxRecordsPerBatch(40)
                .build();
        return ManagedQuery.of(TestSpark.session(), store, settings)
                .exactlyOnceInto(sink, batch -> measure(batch, policy));
    }

    private static List<Measurement> measure(Dataset<Row> batch, PoisonPolicy policy) {
        RejectedRecords rejected = new RejectedRecords();
        List<Measurement> measurements = new ArrayList<>();
        batch.select("topic", "partition", "offset", "key", "value")
                .toJavaRDD()
                .mapPartitions(rows -> {
                    List<String> values = new ArrayList<>();
                    try (PoisonRecords poison = policy.open()) {
                        while (rows.hasNext()) {
                            Row row = rows.next();
                            byte[] value = row.getAs("value");
                            try {
                                values.add(accept(new String(value, UTF_8)));
                            } catch (RuntimeException e) {
                                poison.failed(
                                        new ConsumerRecord<>(
                                                row.getString(0),
                                                row.getInt(1),
                                                row.getLong(2),
                                                row.getAs("key"),
                                                value),
                                        e);
                            }
                        }
                        poison.awaitAll();
                        return List.of(new Tuple2<>(values, poison.rejected())).iterator();
                    }
                })
                .collect()
                .forEach(part -> {
                    part._1()
                            .forEach(value -> measurements.add(
                                    Measurement.timeless("seen", Map.of("value", value), new MetricValue.Sum(1))));
                    rejected.merge(part._2());
                });
        measurements.addAll(rejected.measurements());
        return measurements;
    }

    private static String accept(String value) {
        if (Integer.parseInt(value) % 10 == 0) {
            throw new IllegalStateException("a multiple of ten");
        }
        if (Integer.parseInt(value) % 7 == 0) {
            throw new RejectedRecordException("multiple-of-seven");
        }
        return value;
    }

    private static SortedMap<String, Long> accepted() {
        SortedMap<String, Long> accepted = new TreeMap<>();
        IntStream.range(0, VALUES)
                .filter(value -> value % 10 != 0 && value % 7 != 0)
                .forEach(value -> accepted.put(String.valueOf(value), 1L));
        return accepted;
    }

    private List<Rejection> rejections() {
        return IntStream.range(0, VALUES)
                .filter(value -> value % 10 == 0 || value % 7 == 0)
                .mapToObj(value -> new Rejection(
                        new TopicPartition(topic, value % 2),
                        value / 2,
                        value % 10 == 0 ? "failed" : "multiple-of-seven"))
                .toList();
    }

    private SortedMap<String, Long> counted(MetricQuery.Totals totals, String tag) {
        SortedMap<String, Long> counts = new TreeMap<>();
        sink.contents()
                .read(group, List.of(totals))
                .totals(totals)
                .forEach((tags, value) ->
                        counts.merge(tags.getOrDefault(tag, ""), ((MetricValue.Sum) value).value(), Long::sum));
        return counts;
    }
}
