package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.TIME;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static io.tidemark.offset.tck.fixture.Samples.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Loss receipts: stored with the moves that cause them, once for each gap and reason.
 *
 * @since 0.1
 */
public interface ReceiptTests extends OffsetsFixture {

    @Test
    default void whereNothingWasLostThereIsNoReceipt() {
        OffsetStore store = openOffsets();
        Driver.on(store).startingAt(Map.of(FIRST, 5L)).move(FIRST, move(5, 9));

        assertThat(store.lossReceipts(GROUP)).isEmpty();
    }

    @Test
    default void aReceiptIsReadBackAsItWasGiven() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt given = receipt(FIRST, 5, 9, TIME);

        driver.move(FIRST, move(5, 9), given);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(given);
        assertThat(openOffsets().lossReceipts(GROUP)).containsExactly(given);
    }

    @Test
    default void everyReasonAndPolicyIsKept() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        List<LossReceipt> given = new ArrayList<>();
        for (LossReceipt.Reason reason : LossReceipt.Reason.values()) {
            for (OutOfRangePolicy policy : OutOfRangePolicy.values()) {
                given.add(new LossReceipt(
                        GROUP, FIRST, Optional.of(IDENTITY), given.size(), given.size(), reason, policy, TIME));
            }
        }

        driver.move(Map.of(FIRST, move(5, 9)), given);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    default void aReceiptWithoutAnIdentityAndOneToTheLargestLongAreKept() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt anonymous = new LossReceipt(
                GROUP,
                FIRST,
                Optional.empty(),
                0,
                Long.MAX_VALUE,
                LossReceipt.Reason.AHEAD_OF_LOG,
                OutOfRangePolicy.LATEST,
                TIME);
        LossReceipt uncounted = new LossReceipt(
                GROUP,
                SECOND,
                Optional.empty(),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                LossReceipt.Reason.PARTITION_GONE,
                OutOfRangePolicy.EARLIEST,
                TIME);

        driver.move(FIRST, move(5, 9), anonymous, uncounted);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactlyInAnyOrder(anonymous, uncounted);
    }

    @Test
    default void receiptsMayNameOtherPartitionsThanTheMoves() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt given = receipt(new TopicPartition("never-stored", 3), 0, 10, TIME);

        driver.move(FIRST, move(5, 9), given);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(given);
        assertThat(driver.stored("never-stored")).isEmpty();
    }

    @Test
    default void receiptsComeOldestFirst() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 5L, THIRD, 5L));
        LossReceipt second = receipt(FIRST, 5, 9, TIME.plusMillis(1));
        LossReceipt first = receipt(SECOND, 5, 9, TIME);
        LossReceipt third = receipt(THIRD, 5, 9, TIME.plusSeconds(3));

        driver.move(FIRST, move(5, 9), second, third);
        driver.move(SECOND, move(5, 9), first);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(first, second, third);
    }

    @Test
    default void aRepeatedDecisionReplacesItsReceipt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt again = new LossReceipt(
                GROUP,
                FIRST,
                Optional.of(IDENTITY),
                5,
                12,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.LATEST,
                TIME.plusSeconds(60));

        driver.move(FIRST, move(5, 9), receipt(FIRST, 5, 9, TIME));
        driver.move(FIRST, move(9, 12), again);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(again);
    }

    @Test
    default void aRepeatedDecisionWithoutAnIdentityReplacesItsReceipt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        LossReceipt given = anonymous(9);
        LossReceipt again = anonymous(12);

        driver.move(FIRST, move(5, 9), given);
        driver.move(FIRST, move(9, 12), again);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(again);
    }

    /** A policy skips the start of a recreated topic. The group is rewound, and retention deletes the records. */
    @Test
    default void aLossForAnotherReasonFromTheSameOffsetKeepsTheEarlierReceipt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 0L));
        LossReceipt recreated = loss(0, 5, LossReceipt.Reason.TOPIC_RECREATED, TIME);
        LossReceipt expired = loss(0, 9, LossReceipt.Reason.EXPIRED, TIME.plusSeconds(60));
        LossReceipt skipped = loss(0, 3, LossReceipt.Reason.SKIPPED, TIME.plusSeconds(120));

        driver.move(FIRST, move(0, 5), recreated);
        driver.move(FIRST, move(5, 0));
        driver.move(FIRST, move(0, 9), expired);
        driver.move(FIRST, move(9, 3), skipped);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(recreated, expired, skipped);
        assertThat(openOffsets().lossReceipts(GROUP)).containsExactly(recreated, expired, skipped);
    }

    @Test
    default void receiptsOfOtherPlacesAreKeptSeparately() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        List<LossReceipt> given = List.of(
                receipt(FIRST, 5, 9, TIME),
                receipt(FIRST, 6, 9, TIME.plusSeconds(1)),
                receipt(SECOND, 5, 9, TIME.plusSeconds(2)),
                receipt(new TopicPartition("Orders", 0), 5, 9, TIME.plusSeconds(3)),
                new LossReceipt(
                        GROUP,
                        FIRST,
                        Optional.of(OTHER_IDENTITY),
                        5,
                        9,
                        LossReceipt.Reason.EXPIRED,
                        OutOfRangePolicy.EARLIEST,
                        TIME.plusSeconds(4)),
                new LossReceipt(
                        GROUP,
                        FIRST,
                        Optional.empty(),
                        5,
                        9,
                        LossReceipt.Reason.EXPIRED,
                        OutOfRangePolicy.EARLIEST,
                        TIME.plusSeconds(5)));

        driver.move(Map.of(FIRST, move(5, 9)), given);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactlyElementsOf(given);
    }

    @Test
    default void aRefusedMoveLeavesNoReceipt() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        driver.move(FIRST, move(5, 6), receipt(FIRST, 5, 6, TIME));

        Driver.refused(() ->
                driver.move(FIRST, move(5, 9), receipt(FIRST, 5, 9, TIME.plusSeconds(1)), receipt(SECOND, 5, 9, TIME)));

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(receipt(FIRST, 5, 6, TIME));
    }

    @Test
    default void receiptsOutliveTheirEntriesAndLaterCommits() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 5L));
        LossReceipt gone = receipt(FIRST, 5, 5, TIME);

        driver.move(FIRST, Move.removal(StoredOffset.of(5)), gone);
        driver.commit(range(SECOND, 5, 6));

        assertThat(driver.store().lossReceipts(GROUP)).containsExactly(gone);
    }

    @Test
    default void theReceiptsOfGroupsDoNotMix() {
        OffsetStore store = openOffsets();
        Driver driver = Driver.on(store).startingAt(Map.of(FIRST, 5L));
        Driver other = new Driver(store, OTHER_GROUP).startingAt(Map.of(FIRST, 5L));
        LossReceipt own = receipt(FIRST, 5, 9, TIME);
        LossReceipt others = new LossReceipt(
                OTHER_GROUP,
                FIRST,
                Optional.of(IDENTITY),
                5,
                7,
                LossReceipt.Reason.SKIPPED,
                OutOfRangePolicy.LATEST,
                TIME);

        driver.move(FIRST, move(5, 9), own);
        other.move(FIRST, move(5, 7), others);

        assertThat(store.lossReceipts(GROUP)).containsExactly(own);
        assertThat(store.lossReceipts(OTHER_GROUP)).containsExactly(others);
    }

    @Test
    default void aThousandReceiptsAreStoredTogether() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        List<LossReceipt> given = Samples.partitions(1_000).stream()
                .map(partition -> receipt(partition, 5, 9, TIME))
                .toList();

        driver.move(Map.of(FIRST, move(5, 9)), given);

        assertThat(driver.store().lossReceipts(GROUP)).containsExactlyInAnyOrderElementsOf(given);
    }

    private static LossReceipt loss(long from, long until, LossReceipt.Reason reason, Instant time) {
        return new LossReceipt(
                GROUP, FIRST, Optional.of(IDENTITY), from, until, reason, OutOfRangePolicy.EARLIEST, time);
    }

    private static LossReceipt anonymous(long until) {
        return new LossReceipt(
                GROUP,
                FIRST,
                Optional.empty(),
                5,
                until,
                LossReceipt.Reason.OTHER_CLUSTER,
                OutOfRangePolicy.EARLIEST,
                TIME);
    }

    private static Move move(long expected, long next) {
        return Move.to(StoredOffset.of(expected), StoredOffset.of(next));
    }
}
