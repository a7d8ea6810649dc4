package io.tidemark.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.plan.Plan.Step;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.LossReceipt.Reason;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Where each target leads, and what is lost on the way. */
class TargetPlanTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity OTHER = new TopicIdentity("cluster", new Uuid(1, 2));
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void goingBackLosesNothing() {
        Step step = step(new Target.Earliest(), StoredOffset.of(400, IDENTITY), 100, 1000);
        assertThat(step.after()).contains(StoredOffset.of(100, IDENTITY));
        assertThat(step.receipt()).isEmpty();
        assertThat(step.note()).isEmpty();
    }

    @Test
    void goingForwardLeavesAReceiptOfWhatIsPassedOver() {
        Step step = step(new Target.Latest(), StoredOffset.of(400, IDENTITY), 100, 1000);
        assertThat(step.receipt()).contains(receipt(400, 1000, Reason.SKIPPED, OutOfRangePolicy.LATEST));
    }

    @Test
    void aTargetOutsideOfTheLogIsDrawnToItsEndAndSaysSo() {
        Step back = step(new Target.By(-1000), StoredOffset.of(400, IDENTITY), 100, 1000);
        assertThat(back.after()).contains(StoredOffset.of(100, IDENTITY));
        assertThat(back.note()).isEqualTo("the log begins at 100");
        Step forward = step(new Target.By(Long.MAX_VALUE), StoredOffset.of(400, IDENTITY), 100, 1000);
        assertThat(forward.after()).contains(StoredOffset.of(1000, IDENTITY));
        assertThat(forward.note()).isEqualTo("the log ends at 1000");
    }

    @Test
    void anExpiredOffsetLeavesAReceiptOfWhatRetentionDeleted() {
        Step step = step(new Target.Earliest(), StoredOffset.of(40, IDENTITY), 100, 1000);
        assertThat(step.receipt()).contains(receipt(40, 100, Reason.EXPIRED, OutOfRangePolicy.EARLIEST));
        assertThat(step.note()).isEqualTo("was expired");
    }

    @Test
    void aRecreatedTopicGetsItsNewIdentity() {
        Step step = step(new Target.Earliest(), StoredOffset.of(40, OTHER), 0, 1000);
        assertThat(step.after()).contains(StoredOffset.of(0, IDENTITY));
        assertThat(step.receipt().map(LossReceipt::reason)).contains(Reason.TOPIC_RECREATED);
        assertThat(step.receipt().map(LossReceipt::describeCount)).contains("unknown");
    }

    @Test
    void aPartitionWithoutAnEntryGetsAFirstOne() {
        Verdicts verdicts = Verdicts.of(Map.of(), logs(100, 1000));
        Plan plan = new TargetPlan(GROUP, new Target.At(NOW), NOW).of(verdicts, Map.of(PARTITION, 250L));
        assertThat(plan.steps())
                .containsExactly(new Step(
                        PARTITION,
                        Optional.empty(),
                        Optional.of(StoredOffset.of(250, IDENTITY)),
                        "",
                        Optional.empty()));
    }

    @Test
    void aPartitionThatTheClusterDoesNotHaveIsRefused() {
        Verdicts verdicts = Verdicts.of(Map.of(PARTITION, StoredOffset.of(4)), Map.of());
        assertThatThrownBy(() -> new TargetPlan(GROUP, new Target.Latest(), NOW).of(verdicts, Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Cannot move orders-0: the cluster does not have it.");
    }

    private static Step step(Target target, StoredOffset stored, long start, long end) {
        Verdicts verdicts = Verdicts.of(Map.of(PARTITION, stored), logs(start, end));
        return new TargetPlan(GROUP, target, NOW).of(verdicts, Map.of()).steps().get(0);
    }

    private static Map<TopicPartition, PartitionLog> logs(long start, long end) {
        return Map.of(PARTITION, new PartitionLog(IDENTITY, new LogBounds(start, end)));
    }

    private static LossReceipt receipt(long from, long until, Reason reason, OutOfRangePolicy policy) {
        return new LossReceipt(GROUP, PARTITION, Optional.of(IDENTITY), from, until, reason, policy, NOW);
    }
}
