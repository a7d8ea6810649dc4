package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteRequestTest {

    private static final GroupId GROUP = new GroupId("recharge");

    private final RedisMetricSinkSettings settings =
            RedisMetricSinkSettings.builder().keepForever().build();
    private final GroupKeys keys = new GroupKeys("tidemark", GROUP);

    @Test
    void aBatchThatChangesMoreThanOneWriteMayIsRefusedWithTheLimit() {
        MetricBatch batch = batch(500);
        // seven hashes; two of them, of all tags merged, have one field
        int size = 7 + 5 * 500 + 2 + 1;

        assertThat(WriteRequest.of(batch, keys, limitedTo(size)).keys()).hasSize(4 + 7);
        assertThatThrownBy(() -> WriteRequest.of(batch, keys, limitedTo(size - 1)))
                .isInstanceOf(BatchTooLargeException.class)
                .hasMessageContainingAll(
                        "500 measurements",
                        (size - 1) + " hashes and fields",
                        "1 ledger entries",
                        "at most " + (size - 1));
    }

    @Test
    void eightBucketsOfAHistogramCountAsAField() {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        for (int bucket = 0; bucket < 80; bucket++) {
            counts.put(bucket, 1L);
        }
        MetricBatch histogram = new MetricBatch(
                GROUP,
                List.of(new PartitionRange(Fixture.PARTITION, 0, 1)),
                List.of(Measurement.of("duration", Map.of(), Fixture.MINUTE, new Histogram(counts))));
        // counts in seven hashes, buckets in those that are not of all tags, each with a field; an entry of the ledger
        int size = 7 * 2 + 5 * (2 + 80 / 8) + 1;

        assertThat(WriteRequest.of(histogram, keys, limitedTo(size)).keys()).hasSize(4 + 7 + 5);
        assertThatThrownBy(() -> WriteRequest.of(histogram, keys, limitedTo(size - 1)))
                .isInstanceOf(BatchTooLargeException.class);
    }

    private static RedisMetricSinkSettings limitedTo(int writeSize) {
        return RedisMetricSinkSettings.builder()
                .keepForever()
                .maxWriteSize(writeSize)
                .build();
    }

    @Test
    void fieldsAndValuesThatHashesShareAreSentOnce() {
        WriteRequest request = WriteRequest.of(batch(500), keys, settings);

        assertThat(request.keys()).hasSize(4 + 7);
        assertThat(request.arguments()).hasSizeBetween(1_000, 1_100);
    }

    private static MetricBatch batch(int measurements) {
        List<Measurement> all = new ArrayList<>();
        for (int i = 0; i < measurements; i++) {
            all.add(Measurement.of("orders", Map.of("phone", String.valueOf(i)), Fixture.MINUTE, new Sum(i)));
        }
        return new MetricBatch(GROUP, List.of(new PartitionRange(Fixture.PARTITION, 0, 1)), all);
    }
}
