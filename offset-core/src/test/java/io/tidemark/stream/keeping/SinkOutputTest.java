package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.ForwardingMetricSink;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch into a sink that does not answer. */
class SinkOutputTest {

    private static final GroupId GROUP = new GroupId("counted");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private static final List<PartitionRange> RANGES = List.of(new PartitionRange(PARTITION, 0, 5));
    private static final Measurement ONE = Measurement.timeless("seen", Map.of("value", "1"), new MetricValue.Sum(1));

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @BeforeEach
    void begin() {
        Map<TopicPartition, StoredOffset> first = Map.of(PARTITION, StoredOffset.of(0));
        store.initialize(GROUP, first);
        sink.initialize(GROUP, first);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsReadBackAndCountsOnce() throws Exception {
        Answerless answerless = new Answerless(true);
        output(answerless);

        assertThat(answerless.writes).isEqualTo(1);
        assertThat(stored()).isEqualTo(5);
        assertThat(counted()).containsExactly(new MetricValue.Sum(1));
    }

    @Test
    void aBatchThatWasNotAppliedIsNotCommittedToTheStore() {
        Answerless answerless = new Answerless(false);
        assertThatThrownBy(() -> output(answerless)).isInstanceOf(OffsetStoreException.class);

        assertThat(answerless.writes).isEqualTo(1);
        assertThat(stored()).isZero();
        assertThat(counted()).isEmpty();
    }

    private void output(MetricSink into) throws Exception {
        new SinkOutput<List<PartitionRange>>(into, ranges -> List.of(ONE))
                .begin(RANGES, RANGES, new OffsetKeeper(GROUP, store, Optional.of(sink)))
                .finish();
    }

    private long stored() {
        return store.load(GROUP).values().iterator().next().offset();
    }

    private Collection<MetricValue> counted() {
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        return sink.read(GROUP, List.of(totals)).totals(totals).values();
    }

    /** Applies every write and never says so, or does not apply it either. */
    private final class Answerless extends ForwardingMetricSink {

        private final boolean applies;
        private int writes;

        Answerless(boolean applies) {
            super(sink);
            this.applies = applies;
        }

        @Override
        public void write(MetricBatch batch) {
            writes++;
            if (applies) {
                super.write(batch);
            }
            throw new CommitOutcomeUnknownException(GROUP, batch.ranges(), "the write", null);
        }
    }
}
