package io.tidemark.offset.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.Expired;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.PartitionGone;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetVerificationTest {

    private static final TopicIdentity TOPIC = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity RECREATED = new TopicIdentity("cluster", new Uuid(2, 2));
    private static final TopicIdentity ELSEWHERE = new TopicIdentity("other", new Uuid(1, 1));
    private static final LogBounds BOUNDS = new LogBounds(100, 200);

    @ParameterizedTest
    @ValueSource(longs = {100, 101, 199, 200})
    void anOffsetFromTheLogsStartToItsEndIsResumable(long offset) {
        assertThat(verify(StoredOffset.of(offset, TOPIC), BOUNDS)).isEqualTo(new Resumable(offset, BOUNDS));
        assertThat(verify(StoredOffset.of(offset), BOUNDS)).isEqualTo(new Resumable(offset, BOUNDS));
    }

    @Test
    void anOffsetBeforeTheStartIsExpiredWithTheNumberOfRecordsLost() {
        assertThat(verify(StoredOffset.of(99, TOPIC), BOUNDS))
                .isEqualTo(new Expired(99, BOUNDS))
                .extracting(OffsetVerification::describe)
                .isEqualTo("expired: stored 99, log start 100, log end 200, lost 1");
        assertThat(new Expired(0, BOUNDS).lost()).isEqualTo(100);
    }

    @Test
    void anOffsetBehindTheEndIsAheadOfTheLogWithTheNumberOfRecordsMissing() {
        assertThat(verify(StoredOffset.of(201, TOPIC), BOUNDS))
                .isEqualTo(new AheadOfLog(201, BOUNDS))
                .extracting(OffsetVerification::describe)
                .isEqualTo("ahead of the log: stored 201, log start 100, log end 200, missing 1");
    }

    @Test
    void anOffsetWithinTheBoundsIsRefusedIfItsLogIsKnownToBeTruncated() {
        OffsetVerification fits = verify(StoredOffset.of(150, TOPIC), BOUNDS);
        assertThat(fits.withTruncation(120))
                .isEqualTo(new OffsetVerification.Truncated(150, 120, BOUNDS))
                .extracting(OffsetVerification::describe)
                .isEqualTo(
                        "log truncated: stored 150, truncated at 120 and written again from there, log start 100, log end"
                                + " 200, missing 30");
        assertThat(fits.withTruncation(150)).isEqualTo(fits);
        assertThat(verify(StoredOffset.of(250, TOPIC), BOUNDS).withTruncation(120))
                .isEqualTo(new OffsetVerification.Truncated(250, 120, BOUNDS));
        assertThat(verify(StoredOffset.of(99, TOPIC), BOUNDS).withTruncation(50))
                .isInstanceOf(Expired.class);
    }

    @Test
    void theLargestOffsetIsResumableAtTheEndOfSuchALogAndAheadOfAnyOther() {
        LogBounds full = new LogBounds(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(verify(StoredOffset.of(Long.MAX_VALUE), full)).isEqualTo(new Resumable(Long.MAX_VALUE, full));
        assertThat(verify(StoredOffset.of(Long.MAX_VALUE), new LogBounds(0, 0)))
                .isInstanceOfSatisfying(
                        AheadOfLog.class, ahead -> assertThat(ahead.missing()).isEqualTo(Long.MAX_VALUE));
        assertThat(verify(StoredOffset.of(0), full))
                .isInstanceOfSatisfying(
                        Expired.class, expired -> assertThat(expired.lost()).isEqualTo(Long.MAX_VALUE));
    }

    @Test
    void offsetZeroOfAnEmptyLogIsResumable() {
        LogBounds empty = new LogBounds(0, 0);
        assertThat(verify(StoredOffset.of(0, TOPIC), empty)).isEqualTo(new Resumable(0, empty));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 100, 150, 200, 201, Long.MAX_VALUE})
    void anotherTopicIdIsARecreatedTopicWhereverTheOffsetLies(long offset) {
        assertThat(OffsetVerification.verify(
                        Optional.of(StoredOffset.of(offset, TOPIC)), Optional.of(new PartitionLog(RECREATED, BOUNDS))))
                .isEqualTo(new RecreatedTopic(offset, TOPIC, RECREATED, BOUNDS))
                .extracting(OffsetVerification::describe)
                .asString()
                .contains(
                        "stored " + offset,
                        TOPIC.topicId().toString(),
                        RECREATED.topicId().toString())
                .contains("log start 100, log end 200");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 150, 201})
    void anotherClusterIsFoundBeforeAnythingElseIsComparedEvenWithTheSameTopicId(long offset) {
        assertThat(OffsetVerification.verify(
                        Optional.of(StoredOffset.of(offset, TOPIC)), Optional.of(new PartitionLog(ELSEWHERE, BOUNDS))))
                .isEqualTo(new OtherCluster(offset, TOPIC, ELSEWHERE, BOUNDS))
                .extracting(OffsetVerification::describe)
                .asString()
                .contains("stored " + offset + " of cluster cluster, found cluster other");
    }

    @Test
    void aStoredPartitionThatTheClusterDoesNotHaveIsGone() {
        assertThat(OffsetVerification.verify(Optional.of(StoredOffset.of(7, TOPIC)), Optional.empty()))
                .isEqualTo(new PartitionGone(7))
                .extracting(OffsetVerification::describe)
                .isEqualTo("partition gone: stored 7, the cluster does not have it");
    }

    @Test
    void aPartitionOfWhichNothingIsStoredIsAbsent() {
        assertThat(OffsetVerification.verify(Optional.empty(), Optional.of(new PartitionLog(TOPIC, BOUNDS))))
                .isEqualTo(new Absent(BOUNDS))
                .extracting(OffsetVerification::describe)
                .isEqualTo("nothing stored: log start 100, log end 200");
    }

    @Test
    void aPartitionThatIsNowhereCannotBeVerified() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetVerification.verify(Optional.empty(), Optional.empty()))
                .withMessageContaining("neither stored nor in the cluster");
    }

    private static OffsetVerification verify(StoredOffset stored, LogBounds bounds) {
        return OffsetVerification.verify(Optional.of(stored), Optional.of(new PartitionLog(TOPIC, bounds)));
    }
}
