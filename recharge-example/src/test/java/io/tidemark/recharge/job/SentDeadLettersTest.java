package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamStarted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SentDeadLettersTest {

    private static final GroupId GROUP = new GroupId("recharge");

    private final SentDeadLetters letters = new SentDeadLetters();

    @Test
    void thePartsOfABatchAreCoveredAlsoWhileTheNextBatchIsMeasured() {
        start();
        letters.add(ranges(0, 100), 1);
        letters.add(ranges(100, 150), 1);

        assertThat(cover(ranges(0, 50))).isTrue();
        assertThat(cover(ranges(50, 100))).isTrue();
        letters.add(ranges(0, 50), 1);
        assertThat(cover(ranges(100, 150))).isTrue();
        assertThat(cover(ranges(100, 151))).isFalse();
        assertThat(cover(List.of(range(0, 0, 10), range(1, 0, 10)))).isFalse();
    }

    @Test
    void aStartForgetsAllBecauseItsOffsetsCanBelongToAnotherTopic() {
        start();
        letters.add(ranges(0, 100), 1);
        start();

        assertThat(cover(ranges(0, 50))).isFalse();

        letters.add(ranges(0, 100), 1);
        assertThat(cover(ranges(0, 50)))
                .as("read before the start, added after it")
                .isFalse();
    }

    @Test
    void withoutAStartNothingIsCovered() {
        letters.add(ranges(0, 100), letters.starts());

        assertThat(cover(ranges(0, 50))).isFalse();
    }

    private boolean cover(List<PartitionRange> ranges) {
        return ranges.stream().allMatch(range -> {
            PartitionRange known = letters.ranges().get(range.partition());
            return known != null && known.from() <= range.from() && range.until() <= known.until();
        });
    }

    private void start() {
        letters.started(new StreamStarted(
                new StreamEvent.Source() {
                    @Override
                    public GroupId group() {
                        return GROUP;
                    }

                    @Override
                    public Instant now() {
                        return Instant.EPOCH;
                    }

                    @Override
                    public void stop() {}
                },
                new StartOffsets(GROUP, Map.of())));
    }

    private static List<PartitionRange> ranges(long from, long until) {
        return List.of(range(0, from, until));
    }

    private static PartitionRange range(int partition, long from, long until) {
        return new PartitionRange(new TopicPartition("orders", partition), from, until);
    }
}
