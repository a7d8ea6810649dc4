package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.CutWrites.AFTER;
import static io.tidemark.offset.tck.fixture.CutWrites.BEFORE;
import static io.tidemark.offset.tck.fixture.CutWrites.MOVED;
import static io.tidemark.offset.tck.fixture.CutWrites.MOVES;
import static io.tidemark.offset.tck.fixture.CutWrites.RANGES;
import static io.tidemark.offset.tck.fixture.CutWrites.failedBy;
import static io.tidemark.offset.tck.fixture.CutWrites.knownNotApplied;
import static io.tidemark.offset.tck.fixture.CutWrites.unknown;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.tck.fixture.Cut;
import io.tidemark.offset.tck.fixture.CutFixture;
import io.tidemark.offset.tck.fixture.Driver;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Writes whose connection breaks: each of the three outcomes is reported correctly, and nothing is retried silently.
 *
 * @since 0.1
 */
public interface CutTests extends CutFixture {

    @Test
    default void aCommitThatIsCutBeforeItsRequestIsKnownNotApplied() {
        Driver driver = prepared(Cut.BEFORE_REQUEST);

        knownNotApplied(() -> driver.commit(RANGES));

        assertThat(observed()).isEqualTo(BEFORE);
    }

    @Test
    default void aCommitWhoseRequestIsLostIsUnknownAndNotApplied() {
        Driver driver = prepared(Cut.REQUEST_LOST);

        CommitOutcomeUnknownException unknown = unknown(() -> driver.commit(RANGES));

        assertThat(unknown.group()).isEqualTo(GROUP);
        assertThat(unknown.ranges()).containsExactlyInAnyOrderElementsOf(RANGES);
        assertThat(observed()).isEqualTo(BEFORE);
    }

    @Test
    default void aCommitWhoseAnswerIsLostIsUnknownAndApplied() {
        Driver driver = prepared(Cut.ANSWER_LOST);

        CommitOutcomeUnknownException unknown = unknown(() -> driver.commit(RANGES));

        assertThat(unknown.group()).isEqualTo(GROUP);
        assertThat(unknown.ranges()).containsExactlyInAnyOrderElementsOf(RANGES);
        assertThat(observed()).isEqualTo(AFTER);
    }

    @Test
    default void afterACutTheSameStoreGoesOn() {
        for (Cut cut : Cut.values()) {
            TopicPartition partition = new TopicPartition(cut.name(), 0);
            Driver.on(openOffsets()).startingAt(Map.of(partition, 5L));
            Driver driver = Driver.on(openOffsets(cut));
            failedBy(cut, () -> driver.commit(range(partition, 5, 8)));

            long stored = driver.stored(cut.name()).getOrDefault(partition, -1L);
            driver.commit(range(partition, stored, 20));

            assertThat(driver.stored(cut.name())).containsEntry(partition, 20L);
        }
    }

    @Test
    default void anInitializeThatIsCutBeforeItsRequestIsKnownNotApplied() {
        Driver driver = Driver.on(openOffsets(Cut.BEFORE_REQUEST));

        knownNotApplied(() -> driver.startingAt(BEFORE));

        assertThat(observed()).isEmpty();
    }

    @Test
    default void anInitializeWhoseRequestIsLostIsUnknownAndCanBeRepeated() {
        Driver driver = Driver.on(openOffsets(Cut.REQUEST_LOST));

        unknown(() -> driver.startingAt(BEFORE));

        assertThat(observed()).isEmpty();
        assertThat(driver.startingAt(BEFORE).stored()).isEqualTo(BEFORE);
    }

    @Test
    default void anInitializeWhoseAnswerIsLostIsUnknownAndCanBeRepeated() {
        Driver driver = Driver.on(openOffsets(Cut.ANSWER_LOST));

        unknown(() -> driver.startingAt(BEFORE));

        assertThat(observed()).isEqualTo(BEFORE);
        assertThat(driver.startingAt(BEFORE).stored()).isEqualTo(BEFORE);
    }

    @Test
    default void aMoveThatIsCutBeforeItsRequestIsKnownNotApplied() {
        Driver driver = prepared(Cut.BEFORE_REQUEST);

        knownNotApplied(() -> driver.move(MOVES, List.of()));

        assertThat(observed()).isEqualTo(BEFORE);
    }

    @Test
    default void aMoveWhoseRequestIsLostIsUnknownAndNotApplied() {
        Driver driver = prepared(Cut.REQUEST_LOST);

        unknown(() -> driver.move(MOVES, List.of()));

        assertThat(observed()).isEqualTo(BEFORE);
    }

    @Test
    default void aMoveWhoseAnswerIsLostIsUnknownAndApplied() {
        Driver driver = prepared(Cut.ANSWER_LOST);

        unknown(() -> driver.move(MOVES, List.of()));

        assertThat(observed()).isEqualTo(MOVED);
    }

    private Driver prepared(Cut cut) {
        Driver.on(openOffsets()).startingAt(BEFORE);
        return Driver.on(openOffsets(cut));
    }

    private Map<TopicPartition, Long> observed() {
        return Driver.on(openOffsets()).stored();
    }
}
