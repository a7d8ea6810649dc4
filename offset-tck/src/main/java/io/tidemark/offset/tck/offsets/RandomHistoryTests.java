package io.tidemark.offset.tck.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.tck.fixture.Kept;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.RandomCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Random calls, some of them with wrong expectations, on the store and on the in-memory store as the model. Both must
 * accept the same calls and store the same. The histories are the same in each run: to try others, set the system
 * property {@code tidemark.seed}.
 *
 * @since 0.1
 */
public interface RandomHistoryTests extends OffsetsFixture {

    /** The number of histories. */
    int HISTORIES = 3;

    /** The number of calls of each history. */
    int CALLS = 50;

    @Test
    default void aRandomHistoryEndsAsThatOfTheModel() {
        long seed = Long.getLong("tidemark.seed", 1);
        for (int number = 0; number < HISTORIES; number++) {
            GroupId group = new GroupId("tck-history-" + number);
            runHistory(group, new RandomCalls(group, seed + number, identities()));
        }
    }

    private void runHistory(GroupId group, RandomCalls calls) {
        OffsetStore model = new InMemoryOffsetStore();
        OffsetStore store = openOffsets();
        int refused = 0;
        for (int number = 0; number < CALLS; number++) {
            RandomCalls.Call call = calls.next(model.load(group));
            boolean accepted = isAccepted(call, model);
            assertThat(isAccepted(call, store))
                    .as("whether call %d of %s is accepted: %s", number, calls, call)
                    .isEqualTo(accepted);
            assertThat(comparable(store.load(group), identities()))
                    .as("what is stored after call %d of %s: %s", number, calls, call)
                    .isEqualTo(comparable(model.load(group), identities()));
            refused += accepted ? 0 : 1;
        }
        assertThat(store.lossReceipts(group))
                .as("the receipts of %s", calls)
                .containsExactlyInAnyOrderElementsOf(model.lossReceipts(group));
        assertThat(refused).as("refused calls of %s", calls).isBetween(1, CALLS - 1);
    }

    private static boolean isAccepted(RandomCalls.Call call, OffsetStore store) {
        try {
            call.on(store);
            return true;
        } catch (OffsetConflictException refused) {
            return false;
        }
    }

    /** Without times and writers, which other tests compare. */
    private static Map<TopicPartition, StoredOffset> comparable(
            Map<TopicPartition, StoredOffset> stored, Kept identities) {
        Map<TopicPartition, StoredOffset> comparable = new HashMap<>();
        stored.forEach((partition, entry) -> comparable.put(
                partition,
                new StoredOffset(
                        entry.offset(),
                        identities == Kept.KEPT ? entry.identity() : Optional.empty(),
                        Optional.empty())));
        return comparable;
    }
}
