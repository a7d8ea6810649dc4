package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.TOPIC;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Calls on an interrupted thread: each succeeds, or ends with an {@link OffsetStoreException} that reports the outcome
 * correctly. The thread stays interrupted, and the store continues to work.
 *
 * @since 0.1
 */
public interface InterruptTests extends OffsetsFixture {

    @Test
    default void readingOnAnInterruptedThreadLeavesTheInterruptVisible() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        interrupted(() -> driver.store().load(GROUP, Set.of(TOPIC)));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void initializeOnAnInterruptedThreadTellsWhatBecameOfIt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        Ending ending = interrupted(() -> driver.store().initialize(GROUP, Map.of(SECOND, StoredOffset.of(6))));

        ending.assertState(driver, Map.of(FIRST, 5L), Map.of(FIRST, 5L, SECOND, 6L));
        driver.startingAt(Map.of(SECOND, 6L));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L));
    }

    @Test
    default void aCommitOnAnInterruptedThreadTellsWhatBecameOfIt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 5L));

        Ending ending = interrupted(() -> driver.commit(range(FIRST, 5, 8), range(SECOND, 5, 9)));

        ending.assertState(driver, Map.of(FIRST, 5L, SECOND, 5L), Map.of(FIRST, 8L, SECOND, 9L));
        Map<TopicPartition, Long> stored = driver.stored();
        driver.commit(
                range(FIRST, stored.getOrDefault(FIRST, 0L), 10), range(SECOND, stored.getOrDefault(SECOND, 0L), 10));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 10L), Map.entry(SECOND, 10L));
    }

    @Test
    default void aMoveOnAnInterruptedThreadTellsWhatBecameOfIt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        Ending ending = interrupted(() -> driver.move(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(1))));

        ending.assertState(driver, Map.of(FIRST, 5L), Map.of(FIRST, 1L));
    }

    /** Runs a call on this thread with its interrupt flag set, and clears the flag again. */
    private static Ending interrupted(Runnable call) {
        Thread.currentThread().interrupt();
        Ending ending;
        boolean stillInterrupted;
        try {
            call.run();
            ending = Ending.APPLIED;
        } catch (CommitOutcomeUnknownException unknown) {
            ending = Ending.UNKNOWN;
        } catch (OffsetStoreException failure) {
            assertThat(failure).isNotInstanceOf(OffsetConflictException.class);
            ending = Ending.NOT_APPLIED;
        } finally {
            stillInterrupted = Thread.interrupted();
        }
        assertThat(stillInterrupted)
                .as("the interrupt is still visible after the call ended as %s", ending)
                .isTrue();
        return ending;
    }

    /** The outcome that a write reported. */
    enum Ending {
        APPLIED,
        NOT_APPLIED,
        UNKNOWN;

        void assertState(Driver driver, Map<TopicPartition, Long> before, Map<TopicPartition, Long> after) {
            assertThat(driver.stored())
                    .as("what is stored after the write ended as %s", this)
                    .isIn(
                            switch (this) {
                                case APPLIED -> Set.of(after);
                                case NOT_APPLIED -> Set.of(before);
                                case UNKNOWN -> Set.of(before, after);
                            });
        }
    }
}
