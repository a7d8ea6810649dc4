package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.structured.Agreement.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private static final TopicPartition P = new TopicPartition("orders", 0);
    private static final LastBatch BATCH = new LastBatch(3, Map.of(P, 100L), Map.of(P, 200L), false);

    @Test
    void theStoreIsAtTheStartOrAtTheEnd() {
        assertThat(place(100L)).isEqualTo(Optional.of(Place.START));
        assertThat(place(200L)).isEqualTo(Optional.of(Place.END));
    }

    @Test
    void anyOtherPlaceIsADisagreementThatNamesBoth() {
        Agreement agreement = Agreement.of(BATCH, Map.of(P, 150L), List.of());

        assertThat(agreement.holds()).isFalse();
        assertThat(agreement.disagreements()).isEqualTo("orders-0 [100, 200) and 150");
        assertThat(place(99L)).isEmpty();
        assertThat(place(201L)).isEmpty();
        assertThat(Agreement.of(BATCH, Map.of(), List.of()).disagreements())
                .isEqualTo("orders-0 [100, 200) and nothing is stored");
    }

    @Test
    void offsetsThatExpiredLeadFromTheStartToThePlaceInOneStepOrMore() {
        LossReceipt first = receipt(100, 120, LossReceipt.Reason.EXPIRED);
        LossReceipt second = receipt(120, 150, LossReceipt.Reason.EXPIRED);

        assertThat(place(120L, first)).isEqualTo(Optional.of(Place.WITHIN));
        assertThat(place(150L, first, second)).isEqualTo(Optional.of(Place.WITHIN));
        assertThat(place(150L, second)).isEmpty();
        assertThat(place(230L, receipt(100, 230, LossReceipt.Reason.EXPIRED))).isEqualTo(Optional.of(Place.MOVED));
        assertThat(place(230L, receipt(200, 230, LossReceipt.Reason.EXPIRED))).isEqualTo(Optional.of(Place.MOVED));
    }

    @Test
    void aMoveToAnotherLogIsRecognisedByItsReceipt() {
        assertThat(place(0L, receipt(200, 200, LossReceipt.Reason.TOPIC_RECREATED)))
                .isEqualTo(Optional.of(Place.MOVED));
        assertThat(place(7L, receipt(0, 7, LossReceipt.Reason.TOPIC_RECREATED))).isEqualTo(Optional.of(Place.MOVED));
        assertThat(place(80L, receipt(80, 100, LossReceipt.Reason.AHEAD_OF_LOG)))
                .isEqualTo(Optional.of(Place.MOVED));
        assertThat(place(80L, receipt(80, 170, LossReceipt.Reason.AHEAD_OF_LOG)))
                .isEmpty();
        assertThat(Agreement.of(BATCH, Map.of(), List.of(receipt(100, 100, LossReceipt.Reason.PARTITION_GONE)))
                        .holds())
                .isTrue();
    }

    @Test
    void aSkipByAnOperatorIsNoMoveThatACheckpointMayIgnore() {
        assertThat(place(150L, receipt(100, 150, LossReceipt.Reason.SKIPPED))).isEmpty();
    }

    @Test
    void theFirstBatchStartsWhereTheStoreIs() {
        LastBatch first = new LastBatch(0, Map.of(), Map.of(P, 200L), false);

        assertThat(Agreement.of(first, Map.of(P, 40L), List.of()).places()).isEqualTo(Map.of(P, Place.START));
        assertThat(Agreement.of(first, Map.of(P, 200L), List.of()).places()).isEqualTo(Map.of(P, Place.END));
        assertThat(Agreement.of(first, Map.of(P, 201L), List.of()).holds()).isFalse();
        assertThat(Agreement.of(first, Map.of(), List.of()).holds()).isFalse();
    }

    @Test
    void aPartitionThatTheBatchFoundStartsAtItsFirstRecord() {
        LastBatch found = new LastBatch(3, Map.of(), Map.of(P, 5L), false);

        assertThat(Agreement.of(found, Map.of(), List.of()).places()).isEqualTo(Map.of(P, Place.START));
        assertThat(Agreement.of(found, Map.of(P, 0L), List.of()).places()).isEqualTo(Map.of(P, Place.START));
        assertThat(Agreement.of(found, Map.of(P, 3L), List.of()).holds()).isFalse();
    }

    @Test
    void aPartitionThatNeverHadARecordNeedsNoEntry() {
        LastBatch empty = new LastBatch(3, Map.of(P, 0L), Map.of(P, 0L), true);

        assertThat(Agreement.of(empty, Map.of(), List.of()).holds()).isTrue();
    }

    private static Optional<Place> place(long stored, LossReceipt... receipts) {
        return Optional.ofNullable(Agreement.of(BATCH, Map.of(P, stored), List.of(receipts))
                .places()
                .get(P));
    }

    private static LossReceipt receipt(long from, long until, LossReceipt.Reason reason) {
        return new LossReceipt(
                new GroupId("jobs"),
                P,
                Optional.empty(),
                from,
                until,
                reason,
                OutOfRangePolicy.EARLIEST,
                Instant.EPOCH);
    }
}
