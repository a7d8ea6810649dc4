package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.ForwardingMetricSink;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ForwardingOffsetStoreTest {

    /** One that is left out would call the other store by a slower way, or not at all. */
    @Test
    void everyMethodIsPassedOn() {
        assertThat(ForwardingOffsetStore.class.getDeclaredMethods())
                .extracting(ForwardingOffsetStoreTest::signature)
                .containsAll(Arrays.stream(OffsetStore.class.getMethods())
                        .map(ForwardingOffsetStoreTest::signature)
                        .toList());
    }

    @Test
    void aCommitToASinkIsAWriteOfItsOwn() {
        GroupId group = new GroupId("forwarded");
        TopicPartition partition = new TopicPartition("orders", 0);
        InMemoryMetricSink memory = new InMemoryMetricSink();
        List<MetricBatch> seen = new ArrayList<>();
        OffsetStore forwarding = new ForwardingMetricSink(memory) {
            @Override
            public void write(MetricBatch batch) {
                seen.add(batch);
                super.write(batch);
            }
        };
        forwarding.initialize(group, Map.of(partition, StoredOffset.of(0)));
        forwarding.commit(new OffsetCommit(group, List.of(new PartitionRange(partition, 0, 5))));

        assertThat(seen).hasSize(1);
        assertThat(memory.load(group).values()).extracting(StoredOffset::offset).containsExactly(5L);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
