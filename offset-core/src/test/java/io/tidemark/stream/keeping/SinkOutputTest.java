package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A batch into a sink that does not answer. */
class SinkOutputTest {

    private static final GroupId GROUP = new GroupId("counted");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private static final List<PartitionRange> RANGES = List.of(new PartitionRange(PARTITION, 0, 5));
    private static final Measurement ONE = Measurement.timeless("seen", Map.of("value", "1"), new MetricValue.Sum(1));

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    /** Whoever writes again instead of reading back is refused, and takes himself for another driver. */
    @Test
    void aBatchWhoseAnswerWasLostCountsOnceAndTheStreamGoesOn() throws Exception {
        Map<TopicPartition, StoredOffset> first = Map.of(PARTITION, StoredOffset.of(0));
        store.initialize(GROUP, first);
        sink.initialize(GROUP, first);
        new SinkOutput<List<PartitionRange>>(answerless(), ranges -> List.of(ONE))
                .begin(RANGES, RANGES, new OffsetKeeper(GROUP, store, Optional.of(sink)))
                .finish();

        assertThat(store.load(GROUP, Set.of("orders")).values())
                .extracting(StoredOffset::offset)
                .containsExactly(5L);
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        assertThat(sink.read(GROUP, List.of(totals)).totals(totals).values()).containsExactly(new MetricValue.Sum(1));
    }

    /** Applies every write and never says so. */
    private MetricSink answerless() {
        return (MetricSink) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MetricSink.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(sink, arguments);
                        if (arguments[0] instanceof MetricBatch batch) {
                            throw new CommitOutcomeUnknownException(GROUP, batch.ranges(), "the write", null);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
