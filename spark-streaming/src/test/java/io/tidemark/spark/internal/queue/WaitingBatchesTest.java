package io.tidemark.spark.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.internal.queue.WaitingBatches.Formed;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WaitingBatchesTest {

    private static final Instant FIRST = Instant.ofEpochMilli(100);
    private static final Instant SECOND = Instant.ofEpochMilli(200);
    private static final Instant THIRD = Instant.ofEpochMilli(300);

    private final WaitingBatches waiting = new WaitingBatches(10);

    @Test
    void aBatchTakesAlongThoseThatWaitBehindIt() {
        waiting.add(formed(FIRST, range(0, 5, 7)));
        waiting.add(formed(SECOND, range(0, 7, 7), range(1, 0, 2)));
        waiting.add(formed(THIRD, range(0, 7, 11), range(1, 2, 3)));

        assertThat(waiting.take(FIRST)).hasValue(formed(THIRD, range(0, 5, 11), range(1, 0, 3)));
        assertThat(waiting.take(SECOND)).isEmpty();
        assertThat(waiting.take(THIRD)).isEmpty();
    }

    @Test
    void batchesThatComeLaterAreTheirOwn() {
        waiting.add(formed(FIRST, range(0, 5, 7)));
        assertThat(waiting.take(FIRST)).hasValue(formed(FIRST, range(0, 5, 7)));

        waiting.add(formed(SECOND, range(0, 7, 8)));
        assertThat(waiting.take(SECOND)).hasValue(formed(SECOND, range(0, 7, 8)));
    }

    @Test
    void mergedBatchesStayWithinTheLimit() {
        waiting.add(formed(FIRST, range(0, 0, 4), range(1, 0, 3)));
        waiting.add(formed(SECOND, range(0, 4, 6), range(1, 3, 4)));
        waiting.add(formed(THIRD, range(0, 6, 7)));

        assertThat(waiting.take(FIRST)).hasValue(formed(SECOND, range(0, 0, 6), range(1, 0, 4)));
        assertThat(waiting.take(SECOND)).isEmpty();
        assertThat(waiting.take(THIRD)).hasValue(formed(THIRD, range(0, 6, 7)));
    }

    @Test
    void aBatchAboveTheLimitIsTakenAlone() {
        waiting.add(formed(FIRST, range(0, 0, 100)));
        waiting.add(formed(SECOND, range(0, 100, 101)));

        assertThat(waiting.take(FIRST)).hasValue(formed(FIRST, range(0, 0, 100)));
        assertThat(waiting.take(SECOND)).hasValue(formed(SECOND, range(0, 100, 101)));
    }

    private static Formed formed(Instant time, PartitionRange... ranges) {
        return new Formed(time, List.of(ranges));
    }

    private static PartitionRange range(int partition, long from, long until) {
        return new PartitionRange(new TopicPartition("orders", partition), from, until);
    }
}
