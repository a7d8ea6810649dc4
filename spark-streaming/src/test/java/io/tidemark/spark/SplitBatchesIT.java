package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.event.BatchSplit;
import io.tidemark.stream.event.StreamListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Batches that are too large for Spark's driver, for a task or for a sink, in a running stream. */
class SplitBatchesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String topic = TestCluster.newTopic(2);
    private final List<BatchSplit> splits = new CopyOnWriteArrayList<>();

    @Test
    void resultsAboveSparksLimitAreCollectedInParts() {
        SparkConf conf = TestSpark.context().sc().conf();
        String before = conf.get(MAX_RESULT_SIZE, "1g");
        conf.set(MAX_RESULT_SIZE, "40k");
        try {
            countAll(
                    "results",
                    sink,
                    batch -> measurements(batch.records()
                            // a kilobyte of each record
                            .map(record -> text(record.value()) + " ".repeat(1_000))
                            .collect()));
        } finally {
            conf.set(MAX_RESULT_SIZE, before);
        }
        assertThat(splits).isNotEmpty().allSatisfy(split -> assertThat(split.cause())
                .hasMessageContaining(MAX_RESULT_SIZE));
    }

    @Test
    void aTaskMayFindItsRecordsTooMany() {
        countAll(
                "task",
                sink,
                batch -> measurements(batch.records()
                        .mapPartitions(records -> {
                            List<String> values = new CopyOnWriteArrayList<>();
                            while (records.hasNext()) {
                                values.add(text(records.next().value()));
                                if (values.size() > 30) {
                                    throw new BatchTooLargeException("this task takes 30 records");
                                }
                            }
                            return values.iterator();
                        })
                        .collect()));
        assertThat(splits).isNotEmpty().allSatisfy(split -> assertThat(split.cause())
                .hasMessage("this task takes 30 records"));
    }

    @Test
    void aSinkMayFindABatchTooLargeWhileTheNextOneIsMeasured() {
        countAll("sink", limited(25), Counting::measure);
        assertThat(splits).isNotEmpty();
    }

    private void countAll(String group, MetricSink into, BatchMeasure<byte[], byte[]> measure) {
        TestCluster.produce(topic, 2, 0, 200);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic)
                                .listener(new StreamListener() {
                                    @Override
                                    public void split(BatchSplit event) {
                                        splits.add(event);
                                    }
                                })
                                .build())
                .exactlyOnceInto(into, measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, group).size() >= 50);
            TestCluster.produce(topic, 2, 200, 200);
            await().atMost(LONG).until(() -> Counting.counted(sink, group).size() == 400);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, group)).isEqualTo(Counting.onceEach(400));
    }

    private static List<Measurement> measurements(List<String> values) {
        return values.stream()
                .map(value -> Measurement.timeless("seen", Map.of("value", value.strip()), new MetricValue.Sum(1)))
                .toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private MetricSink limited(int measurements) {
        return (MetricSink) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MetricSink.class}, (proxy, method, arguments) -> {
                    if (arguments != null
                            && arguments[0] instanceof MetricBatch batch
                            && batch.measurements().size() > measurements) {
                        throw new BatchTooLargeException("this sink takes " + measurements);
                    }
                    try {
                        return method.invoke(sink, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
