package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteRequestTest {

    private static final GroupId GROUP = new GroupId("recharge");

    private final RedisMetricSinkSettings settings =
            RedisMetricSinkSettings.builder().keepForever().build();
    private final GroupKeys keys = new GroupKeys("tidemark", GROUP);

    @Test
    void aBatchThatDoesNotFitIntoOneCallIsRefusedWithTheLimit() {
        MetricBatch batch = batch(500);
        WriteRequest fits = WriteRequest.of(batch, keys, settings, 10_000);
        int size = fits.keys().size() + fits.arguments().size();

        assertThat(WriteRequest.of(batch, keys, settings, size).keys()).hasSameSizeAs(fits.keys());
        assertThatThrownBy(() -> WriteRequest.of(batch, keys, settings, size - 1))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "500 measurements",
                        "1 partitions",
                        size + " keys and arguments",
                        "takes " + (size - 1),
                        "nothing was written");
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
