package io.tidemark.offset.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.LossReceipt.Reason;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.start.StartOffsets.Start;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.Expired;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.PartitionGone;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartOffsetResolverTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition BAD = new TopicPartition("orders", 0);
    private static final TopicPartition GOOD = new TopicPartition("orders", 1);
    private static final TopicPartition OTHER_TOPIC = new TopicPartition("refunds", 0);
    private static final TopicIdentity TOPIC = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity RECREATED = new TopicIdentity("cluster", new Uuid(2, 2));
    private static final TopicIdentity ELSEWHERE = new TopicIdentity("other", new Uuid(3, 3));
    private static final LogBounds BOUNDS = new LogBounds(100, 200);

    @Nested
    class NothingStored {

        @Test
        void earliestStartsAtTheFirstOffsetTheLogHoldsWithoutAReceipt() {
            StartOffsets starts = first(StartPosition.earliest());
            assertThat(starts.partitions()).isEqualTo(Map.of(BAD, at(100, new Absent(BOUNDS))));
            assertThat(starts.group()).isEqualTo(GROUP);
        }

        @Test
        void latestStartsAtTheEnd() {
            assertThat(first(StartPosition.latest()).partitions()).isEqualTo(Map.of(BAD, at(200, new Absent(BOUNDS))));
        }

        @Test
        void aTimestampStartsAtTheOffsetThatWasLookedUp() {
            assertThat(startedAt(150)).isEqualTo(150);
            assertThat(startedAt(200)).isEqualTo(200);
        }

        @Test
        void aTimestampsOffsetThatRetentionHasOvertakenStartsAtTheLogsStart() {
            assertThat(startedAt(99)).isEqualTo(100);
        }

        @Test
        void aTimestampsOffsetIsKeptWhereTheLogHasGrownSinceItsBoundsWereRead() {
            assertThat(startedAt(203)).isEqualTo(203);
        }

        @Test
        void aTimestampThatWasNotLookedUpIsRefusedRatherThanGuessed() {
            assertThatThrownBy(() -> first(StartPosition.at(NOW)))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("topic orders, partition 0: nothing stored");
        }

        @Test
        void givenOffsetsAreStartedAtWhereTheLogHoldsThem() {
            for (long given : new long[] {100, 150, 200}) {
                assertThat(first(StartPosition.at(Map.of(BAD, given))).partitions())
                        .isEqualTo(Map.of(BAD, at(given, new Resumable(given, BOUNDS))));
            }
        }

        @Test
        void aPartitionThatTheGivenOffsetsDoNotNameIsRefused() {
            assertThatThrownBy(() -> first(StartPosition.at(Map.of(GOOD, 150L))))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("topic orders, partition 0: nothing stored: log start 100, log end 200")
                    .hasMessageContaining("Set an offset within the bounds of the log");
        }

        @Test
        void aGivenOffsetThatTheLogDoesNotHoldIsForThePolicy() {
            assertThatThrownBy(() -> first(StartPosition.at(Map.of(BAD, 99L))))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("expired: stored 99");
            assertThatThrownBy(() -> first(StartPosition.at(Map.of(BAD, 201L))))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("ahead of the log: stored 201");
            Start moved = resolver(
                            StartPosition.at(Map.of(BAD, 60L)), OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST))
                    .resolve(GROUP, Map.of(), cluster(Map.of(BAD, log(TOPIC, BOUNDS))))
                    .partitions()
                    .get(BAD);
            assertThat(moved)
                    .isEqualTo(new Start(
                            Optional.of(StoredOffset.of(100, TOPIC)),
                            new Expired(60, BOUNDS),
                            Optional.of(receipt(TOPIC, 60, 100, Reason.EXPIRED, OutOfRangePolicy.EARLIEST))));
        }

        @Test
        void anEmptyClusterHasNoStarts() {
            assertThat(resolver(StartPosition.earliest(), failing())
                            .resolve(GROUP, Map.of(), cluster(Map.of()))
                            .partitions())
                    .isEmpty();
        }

        private StartOffsets first(StartPosition position) {
            return resolver(position, failing()).resolve(GROUP, Map.of(), cluster(Map.of(BAD, log(TOPIC, BOUNDS))));
        }

        private long startedAt(long lookedUp) {
            ClusterLogs cluster = new ClusterLogs(Map.of(BAD, log(TOPIC, BOUNDS)), Map.of(BAD, lookedUp));
            return resolver(StartPosition.at(NOW), failing())
                    .resolve(GROUP, Map.of(), cluster)
                    .offsets()
                    .getOrDefault(BAD, StoredOffset.of(0))
                    .offset();
        }
    }

    @Nested
    class SomethingStored {

        @Test
        void aResumableOffsetIsResumedWhateverTheStartPosition() {
            for (StartPosition position : new StartPosition[] {
                StartPosition.earliest(), StartPosition.latest(), StartPosition.at(NOW), StartPosition.at(Map.of())
            }) {
                assertThat(resolver(position, failing())
                                .resolve(
                                        GROUP,
                                        Map.of(BAD, StoredOffset.of(150, TOPIC)),
                                        cluster(Map.of(BAD, log(TOPIC, BOUNDS))))
                                .partitions())
                        .isEqualTo(Map.of(BAD, at(150, new Resumable(150, BOUNDS))));
            }
        }

        @Test
        void anEntryWithoutIdentityGetsTheOneThatWasFound() {
            assertThat(resolver(StartPosition.earliest(), failing())
                            .resolve(GROUP, Map.of(BAD, StoredOffset.of(150)), cluster(Map.of(BAD, log(TOPIC, BOUNDS))))
                            .offsets())
                    .isEqualTo(Map.of(BAD, StoredOffset.of(150, TOPIC)));
        }

        @Test
        void anExpiredOffsetMovesToTheStartAndLosesExactlyTheGap() {
            assertMoves(
                    StoredOffset.of(60, TOPIC),
                    log(TOPIC, BOUNDS),
                    OutOfRangePolicy.EARLIEST,
                    100,
                    new Expired(60, BOUNDS),
                    receipt(TOPIC, 60, 100, Reason.EXPIRED, OutOfRangePolicy.EARLIEST));
        }

        @Test
        void anExpiredOffsetThatMovesToTheEndLosesTheSurvivorsToo() {
            assertMoves(
                    StoredOffset.of(60, TOPIC),
                    log(TOPIC, BOUNDS),
                    OutOfRangePolicy.LATEST,
                    200,
                    new Expired(60, BOUNDS),
                    receipt(TOPIC, 60, 200, Reason.EXPIRED, OutOfRangePolicy.LATEST));
        }

        @Test
        void anOffsetAheadOfTheLogMovesToEitherEdgeAndTheReceiptNamesTheMissingTail() {
            assertMoves(
                    StoredOffset.of(230, TOPIC),
                    log(TOPIC, BOUNDS),
                    OutOfRangePolicy.EARLIEST,
                    100,
                    new AheadOfLog(230, BOUNDS),
                    receipt(TOPIC, 200, 230, Reason.AHEAD_OF_LOG, OutOfRangePolicy.EARLIEST));
            assertMoves(
                    StoredOffset.of(230, TOPIC),
                    log(TOPIC, BOUNDS),
                    OutOfRangePolicy.LATEST,
                    200,
                    new AheadOfLog(230, BOUNDS),
                    receipt(TOPIC, 200, 230, Reason.AHEAD_OF_LOG, OutOfRangePolicy.LATEST));
        }

        /** Records from the truncation point on are new, so neither the log's end nor the stored offset is right. */
        @Test
        void aTruncatedLogIsReadFromItsTruncationPointOrFromItsStart() {
            ClusterLogs truncated = cluster(Map.of(BAD, log(TOPIC, BOUNDS))).withTruncations(Map.of(BAD, 120L));
            Map<TopicPartition, StoredOffset> stored = Map.of(BAD, StoredOffset.of(150, TOPIC));
            OffsetVerification verdict = new OffsetVerification.Truncated(150, 120, BOUNDS);
            assertThatThrownBy(
                            () -> resolver(StartPosition.earliest(), failing()).resolve(GROUP, stored, truncated))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("truncated at 120");
            for (OutOfRangePolicy policy : Set.of(OutOfRangePolicy.EARLIEST, OutOfRangePolicy.LATEST)) {
                StartOffsets starts = resolver(StartPosition.earliest(), only(new AheadOfLog(150, BOUNDS), policy))
                        .resolve(GROUP, stored, truncated);
                assertThat(starts.offsets())
                        .containsEntry(BAD, StoredOffset.of(policy == OutOfRangePolicy.LATEST ? 120 : 100, TOPIC));
                assertThat(starts.partitions())
                        .extractingByKey(BAD)
                        .extracting(StartOffsets.Start::verification)
                        .isEqualTo(verdict);
                assertThat(starts.receipts()).singleElement().satisfies(receipt -> {
                    assertThat(receipt.reason()).isEqualTo(Reason.AHEAD_OF_LOG);
                    assertThat(receipt.from()).isEqualTo(120);
                    assertThat(receipt.until()).isEqualTo(150);
                });
            }
        }

        @Test
        void aRecreatedTopicIsReadFromItsFirstRecordAndTheOldLogsRestCannotBeCounted() {
            LogBounds outgrown = new LogBounds(0, 500);
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(RECREATED, outgrown),
                    OutOfRangePolicy.EARLIEST,
                    0,
                    new RecreatedTopic(150, TOPIC, RECREATED, outgrown),
                    receipt(TOPIC, 150, 150, Reason.TOPIC_RECREATED, OutOfRangePolicy.EARLIEST));
        }

        @Test
        void whatRetentionHasDeletedOfARecreatedTopicIsCounted() {
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(RECREATED, BOUNDS),
                    OutOfRangePolicy.EARLIEST,
                    100,
                    new RecreatedTopic(150, TOPIC, RECREATED, BOUNDS),
                    receipt(RECREATED, 0, 100, Reason.TOPIC_RECREATED, OutOfRangePolicy.EARLIEST));
        }

        @Test
        void aRecreatedTopicReadFromItsEndLosesAllThatItHasEverHeld() {
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(RECREATED, BOUNDS),
                    OutOfRangePolicy.LATEST,
                    200,
                    new RecreatedTopic(150, TOPIC, RECREATED, BOUNDS),
                    receipt(RECREATED, 0, 200, Reason.TOPIC_RECREATED, OutOfRangePolicy.LATEST));
        }

        @Test
        void anotherClustersTopicIsReadFromEitherEdge() {
            OtherCluster verdict = new OtherCluster(150, TOPIC, ELSEWHERE, BOUNDS);
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(ELSEWHERE, BOUNDS),
                    OutOfRangePolicy.EARLIEST,
                    100,
                    verdict,
                    receipt(ELSEWHERE, 0, 100, Reason.OTHER_CLUSTER, OutOfRangePolicy.EARLIEST));
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(ELSEWHERE, BOUNDS),
                    OutOfRangePolicy.LATEST,
                    200,
                    verdict,
                    receipt(ELSEWHERE, 0, 200, Reason.OTHER_CLUSTER, OutOfRangePolicy.LATEST));
            LogBounds whole = new LogBounds(0, 200);
            assertMoves(
                    StoredOffset.of(150, TOPIC),
                    log(ELSEWHERE, whole),
                    OutOfRangePolicy.EARLIEST,
                    0,
                    new OtherCluster(150, TOPIC, ELSEWHERE, whole),
                    receipt(TOPIC, 150, 150, Reason.OTHER_CLUSTER, OutOfRangePolicy.EARLIEST));
        }

        @ParameterizedTest
        @EnumSource(
                value = OutOfRangePolicy.class,
                names = {"EARLIEST", "LATEST"})
        void aGonePartitionIsNotReadAndLeavesAReceipt(OutOfRangePolicy policy) {
            StartOffsets starts = resolver(StartPosition.latest(), OutOfRangePolicies.all(policy))
                    .resolve(
                            GROUP,
                            Map.of(BAD, StoredOffset.of(150, TOPIC), GOOD, StoredOffset.of(150, TOPIC)),
                            cluster(Map.of(GOOD, log(TOPIC, BOUNDS))));
            assertThat(starts.partitions())
                    .isEqualTo(Map.of(
                            BAD,
                            new Start(
                                    Optional.empty(),
                                    new PartitionGone(150),
                                    Optional.of(receipt(TOPIC, 150, 150, Reason.PARTITION_GONE, policy))),
                            GOOD,
                            at(150, new Resumable(150, BOUNDS))));
            assertThat(starts.offsets()).containsOnlyKeys(GOOD);
        }

        /** The bad partition beside a good one: the good one goes on where it is stored, without a receipt. */
        private void assertMoves(
                StoredOffset stored,
                PartitionLog log,
                OutOfRangePolicy policy,
                long start,
                OffsetVerification verdict,
                LossReceipt receipt) {
            StoredOffset goods = StoredOffset.of(150, log.identity());
            Map<TopicPartition, StoredOffset> entries = Map.of(BAD, stored, GOOD, goods);
            ClusterLogs cluster = cluster(Map.of(BAD, log, GOOD, log(log.identity(), BOUNDS)));
            StartOffsets starts =
                    resolver(StartPosition.latest(), only(verdict, policy)).resolve(GROUP, entries, cluster);
            assertThat(starts.partitions())
                    .isEqualTo(Map.of(
                            BAD,
                            new Start(
                                    Optional.of(StoredOffset.of(start, log.identity())), verdict, Optional.of(receipt)),
                            GOOD,
                            at(150, log.identity(), new Resumable(150, BOUNDS))));
            assertThat(starts.receipts()).containsExactly(receipt);
            OffsetVerificationException refused = catchThrowableOfType(
                    OffsetVerificationException.class,
                    () -> resolver(StartPosition.latest(), failing()).resolve(GROUP, entries, cluster));
            assertThat(refused.verdicts()).isEqualTo(Map.of(BAD, verdict));
        }
    }

    @Nested
    class FoundLater {

        @Test
        void itStartsAtItsFirstRecordWhateverTheStartPosition() {
            LogBounds whole = new LogBounds(0, 30);
            for (StartPosition position : new StartPosition[] {
                StartPosition.latest(), StartPosition.at(NOW), StartPosition.at(Map.of(BAD, 20L))
            }) {
                assertThat(found(position, failing(), whole).partitions().get(BAD))
                        .isEqualTo(at(0, new Absent(whole)));
            }
        }

        @Test
        void whatRetentionTookBeforeItWasFoundCountsAsExpiredFromOffsetZero() {
            assertThatThrownBy(() -> found(StartPosition.latest(), failing(), BOUNDS))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("partition 0: expired: stored 0, log start 100, log end 200, lost 100");
            assertThat(found(StartPosition.latest(), OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST), BOUNDS)
                            .partitions()
                            .get(BAD))
                    .isEqualTo(new Start(
                            Optional.of(StoredOffset.of(100, TOPIC)),
                            new Expired(0, BOUNDS),
                            Optional.of(receipt(TOPIC, 0, 100, Reason.EXPIRED, OutOfRangePolicy.EARLIEST))));
        }

        @Test
        void aTopicWithoutAnEntryBesideStoredTopicsStartsAtItsFirstOffsetWhateverTheStartPosition() {
            LogBounds fresh = new LogBounds(0, 20);
            for (StartPosition position :
                    List.of(StartPosition.latest(), StartPosition.at(NOW), StartPosition.at(Map.of(GOOD, 150L)))) {
                assertThat(withOtherTopic(position, failing(), fresh)).isEqualTo(at(0, new Absent(fresh)));
            }
        }

        @Test
        void aTopicFoundLaterWhoseFirstRecordsAreGoneIsForThePolicy() {
            assertThatThrownBy(() -> withOtherTopic(StartPosition.latest(), failing(), BOUNDS))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("topic refunds, partition 0: expired: stored 0, log start 100");
            assertThat(withOtherTopic(
                            StartPosition.latest(), OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST), BOUNDS))
                    .isEqualTo(new Start(
                            Optional.of(StoredOffset.of(100, TOPIC)),
                            new Expired(0, BOUNDS),
                            Optional.of(new LossReceipt(
                                    GROUP,
                                    OTHER_TOPIC,
                                    Optional.of(TOPIC),
                                    0,
                                    100,
                                    Reason.EXPIRED,
                                    OutOfRangePolicy.EARLIEST,
                                    NOW))));
        }

        @Test
        void aGivenOffsetOfANewTopicIsFollowed() {
            assertThat(withOtherTopic(StartPosition.at(Map.of(OTHER_TOPIC, 160L)), failing(), BOUNDS))
                    .isEqualTo(at(160, new Resumable(160, BOUNDS)));
        }

        @Test
        void aGroupThatIsKnownToHaveRunStartsAtTheFirstOffsetAlthoughNothingIsStored() {
            LogBounds fresh = new LogBounds(0, 20);
            StartOffsets starts = resolver(StartPosition.latest(), failing())
                    .resolveAgain(GROUP, Map.of(), cluster(Map.of(OTHER_TOPIC, log(TOPIC, fresh))));
            assertThat(starts.partitions()).isEqualTo(Map.of(OTHER_TOPIC, at(0, new Absent(fresh))));
        }

        private Start withOtherTopic(StartPosition position, OutOfRangePolicies policies, LogBounds bounds) {
            return Optional.ofNullable(resolver(position, policies)
                            .resolve(
                                    GROUP,
                                    Map.of(GOOD, StoredOffset.of(150, TOPIC)),
                                    cluster(Map.of(GOOD, log(TOPIC, BOUNDS), OTHER_TOPIC, log(TOPIC, bounds))))
                            .partitions()
                            .get(OTHER_TOPIC))
                    .orElseThrow();
        }

        private StartOffsets found(StartPosition position, OutOfRangePolicies policies, LogBounds bounds) {
            return resolver(position, policies)
                    .resolve(
                            GROUP,
                            Map.of(GOOD, StoredOffset.of(150, TOPIC)),
                            cluster(Map.of(BAD, log(TOPIC, bounds), GOOD, log(TOPIC, BOUNDS))));
        }
    }

    @Test
    void oneMessageNamesAllPartitionsThatCannotBeResumedAndEachCaseHasItsOwnPolicy() {
        TopicPartition ahead = new TopicPartition("a", 0);
        TopicPartition recreated = new TopicPartition("b", 0);
        TopicPartition elsewhere = new TopicPartition("c", 0);
        TopicPartition gone = new TopicPartition("d", 0);
        Map<TopicPartition, StoredOffset> stored = Map.of(
                BAD, StoredOffset.of(60, TOPIC),
                ahead, StoredOffset.of(300, TOPIC),
                recreated, StoredOffset.of(150, TOPIC),
                elsewhere, StoredOffset.of(150, TOPIC),
                gone, StoredOffset.of(150, TOPIC));
        ClusterLogs cluster = cluster(Map.of(
                BAD, log(TOPIC, BOUNDS),
                ahead, log(TOPIC, BOUNDS),
                recreated, log(RECREATED, BOUNDS),
                elsewhere, log(ELSEWHERE, BOUNDS)));
        OffsetVerificationException all = catchThrowableOfType(
                OffsetVerificationException.class,
                () -> resolver(StartPosition.earliest(), failing()).resolve(GROUP, stored, cluster));
        assertThat(all.verdicts()).containsOnlyKeys(BAD, ahead, recreated, elsewhere, gone);
        for (TopicPartition allowed : all.verdicts().keySet()) {
            OutOfRangePolicies policies = only(all.verdicts().get(allowed), OutOfRangePolicy.LATEST);
            OffsetVerificationException others = catchThrowableOfType(
                    OffsetVerificationException.class,
                    () -> resolver(StartPosition.earliest(), policies).resolve(GROUP, stored, cluster));
            assertThat(others.verdicts()).hasSize(4).doesNotContainKey(allowed);
        }
    }

    @Test
    void everyStartDescribesItselfWithItsNumbers() {
        StartOffsets starts = resolver(StartPosition.earliest(), OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST))
                .resolve(
                        GROUP,
                        Map.of(BAD, StoredOffset.of(60, TOPIC), OTHER_TOPIC, StoredOffset.of(5, TOPIC)),
                        cluster(Map.of(BAD, log(TOPIC, BOUNDS))));
        assertThat(starts.partitions().get(BAD))
                .hasToString("expired: stored 60, log start 100, log end 200, lost 40, starts at 100, offsets lost by"
                        + " policy EARLIEST: 40");
        assertThat(starts.partitions().get(OTHER_TOPIC))
                .hasToString("partition gone: stored 5, the cluster does not have it, is not read, offsets lost by"
                        + " policy EARLIEST: unknown");
    }

    private static OutOfRangePolicies failing() {
        return OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
    }

    /** A policy for the case of a verdict, and to fail in all others. */
    private static OutOfRangePolicies only(OffsetVerification verdict, OutOfRangePolicy policy) {
        return new OutOfRangePolicies(
                verdict instanceof Expired ? policy : OutOfRangePolicy.FAIL,
                verdict instanceof AheadOfLog ? policy : OutOfRangePolicy.FAIL,
                verdict instanceof RecreatedTopic ? policy : OutOfRangePolicy.FAIL,
                verdict instanceof OtherCluster ? policy : OutOfRangePolicy.FAIL,
                verdict instanceof PartitionGone ? policy : OutOfRangePolicy.FAIL);
    }

    private static StartOffsetResolver resolver(StartPosition position, OutOfRangePolicies policies) {
        return new StartOffsetResolver(position, policies, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ClusterLogs cluster(Map<TopicPartition, PartitionLog> logs) {
        return ClusterLogs.of(logs);
    }

    private static PartitionLog log(TopicIdentity identity, LogBounds bounds) {
        return new PartitionLog(identity, bounds);
    }

    private static Start at(long offset, OffsetVerification verdict) {
        return at(offset, TOPIC, verdict);
    }

    private static Start at(long offset, TopicIdentity identity, OffsetVerification verdict) {
        return new Start(Optional.of(StoredOffset.of(offset, identity)), verdict, Optional.empty());
    }

    private static LossReceipt receipt(
            TopicIdentity identity, long from, long until, Reason reason, OutOfRangePolicy policy) {
        return new LossReceipt(GROUP, BAD, Optional.of(identity), from, until, reason, policy, NOW);
    }
}
