package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import io.tidemark.stream.keeping.HandlerOutput.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes first, and what an answer that never came does to either guarantee. */
class HandlerOutputTest {

    private static final GroupId GROUP = new GroupId("handled");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private static final List<PartitionRange> RANGES = List.of(new PartitionRange(PARTITION, 0, 5));

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void enter() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
    }

    @Test
    void atLeastOnceHandlesThenCommits() throws Exception {
        output(Order.HANDLE_THEN_COMMIT).begin(RANGES, RANGES, keeper(store));
        assertThat(events).containsExactly("handled at 0");
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void atMostOnceCommitsThenHandles() throws Exception {
        output(Order.COMMIT_THEN_HANDLE).begin(RANGES, RANGES, keeper(store));
        assertThat(events).containsExactly("handled at 5");
    }

    @Test
    void atLeastOnceGoesOnWhereAnUnknownCommitWasApplied() throws Exception {
        Answerless answerless = new Answerless();
        output(Order.HANDLE_THEN_COMMIT).begin(RANGES, RANGES, keeper(answerless));
        assertThat(answerless.commits).isEqualTo(1);
        assertThat(events).containsExactly("handled at 0");
        assertThat(stored()).isEqualTo(5);
    }

    /** Another driver that formed the same batch may have stored the same offsets, and handled it. */
    @Test
    void atMostOnceDoesNotHandleWhatItMayNotHaveCommitted() {
        assertThatThrownBy(() -> output(Order.COMMIT_THEN_HANDLE).begin(RANGES, RANGES, keeper(new Answerless())))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        assertThat(events).isEmpty();
    }

    private HandlerOutput<List<PartitionRange>> output(Order order) {
        return new HandlerOutput<>(ranges -> events.add("handled at " + stored()), order);
    }

    private long stored() {
        return store.load(GROUP, Set.of("orders"))
                .getOrDefault(PARTITION, StoredOffset.of(77))
                .offset();
    }

    private static OffsetKeeper keeper(OffsetStore store) {
        return new OffsetKeeper(GROUP, store, Optional.empty());
    }

    /** Applies every commit and never says so. */
    private final class Answerless extends ForwardingOffsetStore {

        private int commits;

        Answerless() {
            super(store);
        }

        @Override
        public void commit(OffsetCommit commit) {
            commits++;
            super.commit(commit);
            throw new CommitOutcomeUnknownException(GROUP, commit.ranges(), "the commit", null);
        }
    }
}
