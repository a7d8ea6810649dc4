package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.TIME;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static io.tidemark.offset.tck.fixture.Samples.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A store records what governs a group, for tools that see only the store.
 *
 * @since 0.1
 */
public interface GovernorTests extends OffsetsFixture {

    @Test
    default void nothingIsRecordedOfAGroupThatNoStreamHasStarted() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(driver.store().governor(GROUP)).isEmpty();
    }

    @Test
    default void whatGovernsIsReadByOthersAsItWasRecorded() {
        for (Governor governor : List.of(
                Governor.sink("RedisMetricSink on redis://10.0.0.7:6379"),
                Governor.store(),
                Governor.sink("store"),
                Governor.sink(" 汇 \"a'b\\c\" 100% {} \uD83D\uDCB0 "),
                Governor.sink("s".repeat(1_000)))) {
            openOffsets().recordGovernor(GROUP, governor);
            assertThat(openOffsets().governor(GROUP)).contains(governor);
        }
    }

    @Test
    default void whatGovernsOneGroupIsNotRecordedOfAnother() {
        OffsetStore store = openOffsets();
        store.recordGovernor(GROUP, Governor.sink("one"));
        store.recordGovernor(OTHER_GROUP, Governor.sink("other"));

        assertThat(store.governor(GROUP)).contains(Governor.sink("one"));
        assertThat(store.governor(OTHER_GROUP)).contains(Governor.sink("other"));
        assertThat(store.governor(new GroupId(GROUP.value() + "/" + "x"))).isEmpty();
    }

    @Test
    default void recordingWhatGovernsLeavesOffsetsAndReceiptsAsTheyAre() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt loss = receipt(FIRST, 5, 7, TIME);
        driver.move(FIRST, Move.to(driver.entry(FIRST), StoredOffset.of(7)), loss);

        driver.store().recordGovernor(GROUP, Governor.sink("one"));

        assertThat(driver.everything()).containsOnly(Map.entry(FIRST, 7L));
        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(loss);
        driver.commit(range(FIRST, 7, 9));
        assertThat(driver.everything()).containsOnly(Map.entry(FIRST, 9L));
        assertThat(openOffsets().governor(GROUP)).contains(Governor.sink("one"));
    }
}
