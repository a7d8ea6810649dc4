package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the values accept, what they refuse, and in which words. */
class OffsetValuesTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(2, 2));

    @Nested
    class Groups {

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t\n"})
        void aBlankNameIsRefused(String blank) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GroupId(blank))
                    .withMessage("Cannot name a group: the text is blank; set group.id");
        }

        @Test
        void namesThatDifferInCaseAreTwoGroups() {
            assertThat(new GroupId("A")).isNotEqualTo(new GroupId("a"));
        }

        @Test
        void aGroupPrintsAsItsName() {
            assertThat(GROUP).hasToString("recharge");
        }
    }

    @Nested
    class Stored {

        @Test
        void aNegativeOffsetIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StoredOffset.of(-1))
                    .withMessage("Cannot store offset -1: it is negative");
        }

        @Test
        void offsetsGoFromZeroToTheLargestLong() {
            assertThat(StoredOffset.of(0).offset()).isZero();
            assertThat(StoredOffset.of(Long.MAX_VALUE, OLD)).satisfies(stored -> {
                assertThat(stored.offset()).isEqualTo(Long.MAX_VALUE);
                assertThat(stored.identity()).contains(OLD);
                assertThat(stored.storedAt()).isEmpty();
            });
        }
    }

    @Nested
    class Ranges {

        @Test
        void aRangeCountsItsOffsetsAndIsEmptyWhereItBeginsAndEndsAtOnePlace() {
            assertThat(new PartitionRange(P0, 5, 8).count()).isEqualTo(3);
            assertThat(new PartitionRange(P0, 5, 8).isEmpty()).isFalse();
            assertThat(new PartitionRange(P0, 8, 8).isEmpty()).isTrue();
            assertThat(new PartitionRange(P0, 0, Long.MAX_VALUE).count()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void aRangeThatIsNegativeOrEndsBeforeItBeginsIsRefusedWithItsNumbers() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PartitionRange(P0, -1, 3))
                    .withMessage("Cannot make a range of orders-0: from -1, until 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PartitionRange(P0, 4, 3))
                    .withMessage("Cannot make a range of orders-0: from 4, until 3");
        }

        @Test
        void aRangePrintsWithInclusiveAndExclusiveBounds() {
            assertThat(new PartitionRange(P1, 5, 8)).hasToString("orders-1 [5, 8)");
        }
    }

    @Nested
    class Bounds {

        @Test
        void anEmptyLogStartsWhereItEnds() {
            assertThat(new LogBounds(7, 7)).isEqualTo(new LogBounds(7, 7));
        }

        @Test
        void boundsThatAreNegativeOrTheWrongWayRoundAreRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LogBounds(-1, 3))
                    .withMessage("Cannot make bounds of a log: start -1, end 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LogBounds(4, 3))
                    .withMessage("Cannot make bounds of a log: start 4, end 3");
        }
    }

    @Nested
    class Commits {

        @Test
        void aCommitWithoutRangesIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffsetCommit(GROUP, List.of()))
                    .withMessage("Cannot make a commit of group recharge: it has no range");
        }

        @Test
        void aCommitThatNamesAPartitionTwiceIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffsetCommit(
                            GROUP, List.of(new PartitionRange(P0, 0, 1), new PartitionRange(P0, 1, 2))))
                    .withMessageContaining("partition orders-0 occurs twice in [orders-0 [0, 1), orders-0 [1, 2)]");
        }

        @Test
        void aCommitDoesNotChangeWithTheListItWasMadeOf() {
            List<PartitionRange> ranges = new ArrayList<>(List.of(new PartitionRange(P0, 0, 1)));
            OffsetCommit commit = new OffsetCommit(GROUP, ranges);
            ranges.clear();
            assertThat(commit.ranges()).hasSize(1);
        }

        @Test
        void aCommitNamesItsTopicsOnceEachAndSorted() {
            OffsetCommit commit = new OffsetCommit(
                    GROUP,
                    List.of(
                            new PartitionRange(new TopicPartition("b", 0), 0, 1),
                            new PartitionRange(new TopicPartition("a", 0), 0, 1),
                            new PartitionRange(new TopicPartition("b", 1), 0, 1)));
            assertThat(commit.topics()).containsExactly("a", "b");
        }

        @Test
        void aCommitIsAcceptedOnlyWhereEveryOffsetIsItsFrom() {
            OffsetCommit commit =
                    new OffsetCommit(GROUP, List.of(new PartitionRange(P0, 5, 9), new PartitionRange(P1, 7, 7)));
            commit.requireStored(Map.of(P0, StoredOffset.of(5, OLD), P1, StoredOffset.of(7)));
            assertThatThrownBy(() -> commit.requireStored(Map.of(P0, StoredOffset.of(5), P1, StoredOffset.of(8))))
                    .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                            .containsExactly(new OffsetConflictException.Conflict(P1, 7, Optional.of(8L))));
        }

        @Test
        void aConflictNamesEveryPartitionThatHasAnotherOffsetOrNone() {
            OffsetCommit commit =
                    new OffsetCommit(GROUP, List.of(new PartitionRange(P0, 5, 9), new PartitionRange(P1, 7, 8)));
            assertThatThrownBy(() -> commit.requireStored(Map.of(P0, StoredOffset.of(4))))
                    .isInstanceOf(OffsetConflictException.class)
                    .hasMessageContaining("group recharge")
                    .hasMessageContaining("orders-0 expected 5, found 4")
                    .hasMessageContaining("orders-1 expected 7, found no entry")
                    .hasMessageContaining("Stop the other driver");
        }
    }

    @Nested
    class Repositions {

        private final Move move = Move.to(StoredOffset.of(5, OLD), StoredOffset.of(9, OLD));

        @Test
        void aRepositionWithoutMovesIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffsetReposition(GROUP, Map.of(), List.of()))
                    .withMessage("Cannot reposition group recharge: there is no move");
        }

        @Test
        void aReceiptOfAnotherGroupIsRefused() {
            LossReceipt foreign = receipt(new GroupId("other"), 5, 9);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OffsetReposition(GROUP, Map.of(P0, move), List.of(foreign)))
                    .withMessageContaining("receipt of another group");
        }

        @Test
        void aRepositionDoesNotChangeWithTheCollectionsItWasMadeOf() {
            Map<TopicPartition, Move> moves = new HashMap<>(Map.of(P0, move));
            List<LossReceipt> receipts = new ArrayList<>(List.of(receipt(GROUP, 5, 9)));
            OffsetReposition reposition = new OffsetReposition(GROUP, moves, receipts);
            moves.clear();
            receipts.clear();
            assertThat(reposition.moves()).hasSize(1);
            assertThat(reposition.receipts()).hasSize(1);
        }

        @Test
        void aMoveIsRefusedWhereOffsetOrTopicDiffersOrNothingIsStored() {
            OffsetReposition reposition = new OffsetReposition(GROUP, Map.of(P0, move), List.of());
            reposition.requireStored(Map.of(P0, StoredOffset.of(5, OLD)));
            assertThatThrownBy(() -> reposition.requireStored(Map.of(P0, StoredOffset.of(6, OLD))))
                    .isInstanceOf(OffsetConflictException.class)
                    .hasMessageContaining("orders-0 expected 5, found 6");
            assertThatThrownBy(() -> reposition.requireStored(Map.of(P0, StoredOffset.of(5, NEW))))
                    .isInstanceOf(OffsetConflictException.class)
                    .hasMessageContaining(OLD.topicId().toString())
                    .hasMessageContaining(NEW.topicId().toString());
            assertThatThrownBy(() -> reposition.requireStored(Map.of()))
                    .isInstanceOf(OffsetConflictException.class)
                    .hasMessageContaining("orders-0 expected 5, found no entry");
        }

        @Test
        void anEntryWithoutIdentityIsComparedByItsOffsetAlone() {
            new OffsetReposition(GROUP, Map.of(P0, move), List.of()).requireStored(Map.of(P0, StoredOffset.of(5)));
        }

        @Test
        void whenAnEntryWasStoredDoesNotMatter() {
            StoredOffset withTime = new StoredOffset(5, Optional.of(OLD), Optional.of(Instant.EPOCH));
            new OffsetReposition(GROUP, Map.of(P0, Move.removal(withTime)), List.of())
                    .requireStored(Map.of(P0, StoredOffset.of(5, OLD)));
        }
    }

    @Nested
    class Receipts {

        @Test
        void aReceiptCountsWhatIsLost() {
            assertThat(receipt(GROUP, 5, 9).count()).hasValue(4);
            assertThat(receipt(GROUP, 9, 9).count()).hasValue(0);
            assertThat(receipt(GROUP, 5, 9).describeCount()).isEqualTo("4");
        }

        @Test
        void whatALogThatIsGoneHeldUnreadIsNotCounted() {
            for (LossReceipt.Reason reason : List.of(
                    LossReceipt.Reason.TOPIC_RECREATED,
                    LossReceipt.Reason.OTHER_CLUSTER,
                    LossReceipt.Reason.PARTITION_GONE)) {
                LossReceipt nothingKnown = receipt(GROUP, 9, 9, reason);
                assertThat(nothingKnown.count()).isEmpty();
                assertThat(nothingKnown.knownCount()).isZero();
                assertThat(nothingKnown.describeCount()).isEqualTo("unknown");
                LossReceipt someKnown = receipt(GROUP, 0, 9, reason);
                assertThat(someKnown.count()).isEmpty();
                assertThat(someKnown.describeCount()).isEqualTo("at least 9");
            }
        }

        @Test
        void aReceiptOfANegativeOrReversedGapIsRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> receipt(GROUP, -1, 9));
            assertThatIllegalArgumentException().isThrownBy(() -> receipt(GROUP, 10, 9));
        }
    }

    @Nested
    class Collections {

        @Test
        void logsAndStartsDoNotChangeWithTheMapsTheyWereMadeOf() {
            Map<TopicPartition, PartitionLog> logs =
                    new HashMap<>(Map.of(P0, new PartitionLog(OLD, new LogBounds(0, 1))));
            Map<TopicPartition, Long> times = new HashMap<>(Map.of(P0, 1L));
            ClusterLogs cluster = new ClusterLogs(logs, times);
            Map<TopicPartition, Long> given = new HashMap<>(Map.of(P0, 3L));
            StartPosition position = StartPosition.at(given);
            logs.clear();
            times.clear();
            given.clear();
            assertThat(cluster.partitions()).containsOnlyKeys(P0);
            assertThat(cluster.offsetsAtTimestamp()).containsOnlyKeys(P0);
            assertThat(position).isEqualTo(new StartPosition.AtOffsets(Map.of(P0, 3L)));
        }

        @Test
        void onePolicyForAllIsThePolicyOfEachCase() {
            assertThat(OutOfRangePolicies.all(OutOfRangePolicy.LATEST))
                    .isEqualTo(new OutOfRangePolicies(
                            OutOfRangePolicy.LATEST,
                            OutOfRangePolicy.LATEST,
                            OutOfRangePolicy.LATEST,
                            OutOfRangePolicy.LATEST,
                            OutOfRangePolicy.LATEST));
        }

        @Test
        void aPartitionThatIsGoneHasNoOffsetAmongTheStarts() {
            LossReceipt receipt = receipt(GROUP, 4, 4);
            StartOffsets starts = new StartOffsets(
                    GROUP,
                    Map.of(
                            P0,
                                    new StartOffsets.Start(
                                            Optional.of(StoredOffset.of(3, OLD)),
                                            new OffsetVerification.Resumable(3, new LogBounds(0, 5)),
                                            Optional.empty()),
                            P1,
                                    new StartOffsets.Start(
                                            Optional.empty(),
                                            new OffsetVerification.PartitionGone(4),
                                            Optional.of(receipt))));
            assertThat(starts.offsets()).isEqualTo(Map.of(P0, StoredOffset.of(3, OLD)));
            assertThat(starts.receipts()).containsExactly(receipt);
        }
    }

    @Nested
    @SuppressWarnings("NullAway") // hands in what callers without its checks may hand in
    class Absences {

        @Test
        void nullIsRefusedEverywhere() {
            assertThatNullPointerException().isThrownBy(() -> new GroupId(null));
            assertThatNullPointerException().isThrownBy(() -> new PartitionRange(null, 0, 1));
            assertThatNullPointerException().isThrownBy(() -> new TopicIdentity(null, new Uuid(1, 1)));
            assertThatNullPointerException().isThrownBy(() -> new TopicIdentity("c", null));
            assertThatNullPointerException().isThrownBy(() -> new StoredOffset(1, null, Optional.empty()));
            assertThatNullPointerException().isThrownBy(() -> new StoredOffset(1, Optional.empty(), null));
            assertThatNullPointerException().isThrownBy(() -> new PartitionLog(null, new LogBounds(0, 0)));
            assertThatNullPointerException().isThrownBy(() -> new PartitionLog(OLD, null));
            assertThatNullPointerException()
                    .isThrownBy(() -> new OffsetCommit(null, List.of(new PartitionRange(P0, 0, 1))));
            assertThatNullPointerException().isThrownBy(() -> OutOfRangePolicies.all(null));
            assertThatNullPointerException().isThrownBy(() -> new Move(null, Optional.empty()));
        }
    }

    private static LossReceipt receipt(GroupId group, long from, long until) {
        return receipt(group, from, until, LossReceipt.Reason.EXPIRED);
    }

    private static LossReceipt receipt(GroupId group, long from, long until, LossReceipt.Reason reason) {
        return new LossReceipt(
                group, P0, Optional.of(OLD), from, until, reason, OutOfRangePolicy.EARLIEST, Instant.EPOCH);
    }
}
