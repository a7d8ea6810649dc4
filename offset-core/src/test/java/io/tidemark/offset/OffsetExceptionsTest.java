package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What a person reads when a stream does not go on: which group, where, by which numbers, and what to set. */
class OffsetExceptionsTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(2, 2));
    private static final LogBounds BOUNDS = new LogBounds(100, 200);

    @Test
    void anExpiredOffsetIsShownWithAllItsNumbersAndTheSettingThatLetsTheJobGoOn() {
        assertThat(new OffsetVerificationException(GROUP, Map.of(P0, new OffsetVerification.Expired(40, BOUNDS))))
                .hasMessage(
                        "Cannot resume group recharge: topic orders, partition 0: expired: stored 40, log start 100,"
                                + " log end 200, lost 60. To accept the loss and continue, set the policy for"
                                + " expired offsets to"
                                + " EARLIEST (the start of the log) or LATEST (its end); both store a loss receipt");
    }

    @Test
    void everyVerdictNamesItsOwnRemedyOnce() {
        Map<TopicPartition, OffsetVerification> verdicts = new LinkedHashMap<>();
        verdicts.put(new TopicPartition("a", 0), new OffsetVerification.Expired(40, BOUNDS));
        verdicts.put(new TopicPartition("a", 1), new OffsetVerification.Expired(41, BOUNDS));
        verdicts.put(new TopicPartition("b", 0), new OffsetVerification.AheadOfLog(300, BOUNDS));
        verdicts.put(new TopicPartition("c", 0), new OffsetVerification.RecreatedTopic(3, OLD, NEW, BOUNDS));
        verdicts.put(
                new TopicPartition("d", 0),
                new OffsetVerification.OtherCluster(3, OLD, new TopicIdentity("other", new Uuid(1, 1)), BOUNDS));
        verdicts.put(new TopicPartition("e", 0), new OffsetVerification.PartitionGone(3));
        verdicts.put(new TopicPartition("f", 0), new OffsetVerification.Absent(BOUNDS));
        OffsetVerificationException refused = new OffsetVerificationException(GROUP, verdicts);
        assertThat(refused)
                .hasMessageContainingAll(
                        "topic a, partition 1: expired: stored 41",
                        "topic b, partition 0: ahead of the log: stored 300",
                        "topic c, partition 0: topic recreated: stored 3",
                        "topic d, partition 0: another cluster: stored 3",
                        "topic e, partition 0: partition gone: stored 3",
                        "topic f, partition 0: nothing stored",
                        "the policy for expired offsets",
                        "the policy for another cluster",
                        "the policy for recreated topics",
                        "the policy for gone partitions",
                        "offsets ahead of the log to LATEST",
                        "Set an offset within the bounds of the log for each partition in the start position");
        assertThat(refused.getMessage()).containsOnlyOnce("the policy for expired offsets");
        assertThat(refused.group()).isEqualTo(GROUP);
        assertThat(refused.verdicts()).isEqualTo(verdicts);
    }

    @Test
    void partitionsAreShownInTheOrderOfTheirNumbersAndAtMostTwentyOfThem() {
        Map<TopicPartition, OffsetVerification> verdicts = new LinkedHashMap<>();
        for (int partition = 24; partition >= 0; partition--) {
            verdicts.put(new TopicPartition("orders", partition), new OffsetVerification.Expired(partition, BOUNDS));
        }
        assertThat(new OffsetVerificationException(GROUP, verdicts).getMessage())
                .containsSubsequence("partition 2:", "partition 9:", "partition 10:", "partition 19:")
                .doesNotContain("partition 20:")
                .contains("; and 5 more partitions");
    }

    @Test
    void aConflictShowsTenPartitionsAndCountsTheRest() {
        List<Conflict> conflicts = new ArrayList<>();
        for (int partition = 0; partition < 12; partition++) {
            conflicts.add(new Conflict(new TopicPartition("orders", partition), 5, Optional.of(6L)));
        }
        assertThat(new OffsetConflictException(GROUP, conflicts))
                .hasMessageContaining("orders-9 expected 5, found 6, and 2 more partitions")
                .hasMessageNotContaining("orders-10");
    }

    @Test
    void aConflictOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OffsetConflictException(GROUP, List.of()))
                .withMessageContaining("no partition is named");
    }

    @Test
    void aConflictOfIdentitiesNamesBothAndSaysWhereOneIsMissing() {
        assertThat(new Conflict(P0, 5, Optional.of(5L), Optional.of(OLD), Optional.of(NEW)))
                .hasToString("orders-0 expected 5, found 5 (expected topic id " + OLD.topicId()
                        + " of cluster cluster, found topic id " + NEW.topicId() + " of cluster cluster)");
        assertThat(new Conflict(P0, 5, Optional.of(5L), Optional.empty(), Optional.of(NEW)).toString())
                .contains("expected no topic id");
    }
}
