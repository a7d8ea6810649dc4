package io.tidemark.stream.internal.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.RestartPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestartsTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private final Throwable trouble = new OffsetStoreException("the store is away");
    private final Throwable conflict = new OffsetConflictException(
            GROUP, List.of(new OffsetConflictException.Conflict(PARTITION, 1, Optional.of(2L))));
    private final Throwable expired = new OffsetVerificationException(
            GROUP, Map.of(PARTITION, new OffsetVerification.Expired(1, new LogBounds(5, 9))));

    @Test
    void delaysGrowUntilTheLimitOfRestartsIsReached() {
        Restarts restarts = new Restarts(exactly(3, Duration.ofSeconds(1), Duration.ofSeconds(3)));
        assertThat(restarts.afterFailure(trouble)).contains(Duration.ofSeconds(1));
        assertThat(restarts.afterFailedStart(trouble)).contains(Duration.ofSeconds(2));
        assertThat(restarts.afterFailure(trouble)).contains(Duration.ofSeconds(3));
        assertThat(restarts.inARow()).isEqualTo(3);
        assertThat(restarts.afterFailure(trouble)).isEmpty();
    }

    @Test
    void progressEndsTheRow() {
        Restarts restarts = new Restarts(exactly(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(restarts.afterFailure(trouble)).isPresent();
        restarts.progressed();
        assertThat(restarts.inARow()).isZero();
        assertThat(restarts.afterFailure(trouble)).contains(Duration.ofSeconds(1));
        assertThat(restarts.afterFailure(trouble)).isEmpty();
    }

    @Test
    void withoutAPolicyTheFirstFailureIsTheLast() {
        assertThat(new Restarts(RestartPolicy.none()).afterFailure(trouble)).isEmpty();
    }

    @Test
    void aConflictIsNeverTriedAgainHoweverDeepItLies() {
        Restarts restarts = new Restarts(RestartPolicy.times(9));
        assertThat(restarts.afterFailure(conflict)).isEmpty();
        assertThat(restarts.afterFailedStart(conflict)).isEmpty();
        assertThat(restarts.afterFailure(failedBatch(new IllegalStateException(conflict))))
                .isEmpty();
    }

    @Test
    void anErrorIsNeverTriedAgain() {
        assertThat(new Restarts(RestartPolicy.times(9)).afterFailure(failedBatch(new OutOfMemoryError())))
                .isEmpty();
    }

    @Test
    void aMovedLogIsForTheNextStartToDecideAtOnceEvenWithoutAPolicyButNotForEver() {
        Restarts restarts = new Restarts(RestartPolicy.none());
        for (int move = 0; move < 3; move++) {
            assertThat(restarts.afterFailure(failedBatch(expired))).contains(Duration.ZERO);
        }
        assertThat(restarts.afterFailure(expired)).isEmpty();
        restarts.progressed();
        assertThat(restarts.afterFailure(expired)).contains(Duration.ZERO);
    }

    @Test
    void aStartThatAPolicyRefusesIsNotTriedAgain() {
        assertThat(new Restarts(RestartPolicy.times(9)).afterFailedStart(expired))
                .isEmpty();
    }

    @Test
    void aPolicyWithNegativeOrReversedNumbersIsRefused() {
        Duration second = Duration.ofSeconds(1);
        RestartPolicy policy = RestartPolicy.times(1);
        assertThatIllegalArgumentException().isThrownBy(() -> RestartPolicy.times(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withDelays(second.negated(), second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withDelays(second, Duration.ZERO))
                .withMessage("Cannot restart after PT1S up to PT0S: the first delay must not be negative, and the"
                        + " longest must not be shorter than it");
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withJitter(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withJitter(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withJitter(Double.NaN));
    }

    @Test
    void delaysOfALongRowStayAtTheLongest() {
        RestartPolicy policy = RestartPolicy.times(Integer.MAX_VALUE).withJitter(0);
        assertThat(policy.delayBefore(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.delayBefore(7)).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.delayBefore(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    /** Jobs that fail together, because a broker is down, do not restart together. */
    @Test
    void jitterShortensEachDelayByARandomShare() {
        RestartPolicy policy = RestartPolicy.times(9).withJitter(0.5);
        Set<Duration> delays = new HashSet<>();
        for (int restart = 0; restart < 200; restart++) {
            delays.add(policy.delayBefore(2));
        }
        assertThat(delays).hasSizeGreaterThan(100).allSatisfy(delay -> assertThat(delay)
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void aFailureThatThePredicateDoesNotAcceptIsNotTriedAgain() {
        RestartPolicy policy = RestartPolicy.times(9).onlyIf(failure -> failure == trouble);
        assertThat(new Restarts(policy).afterFailure(trouble)).isPresent();
        assertThat(new Restarts(policy).afterFailure(failedBatch(trouble))).isEmpty();
        assertThat(new Restarts(policy).afterFailedStart(new IllegalStateException("other")))
                .isEmpty();
    }

    @Test
    void aFailureMustBeAcceptedByAllPredicates() {
        RestartPolicy policy = RestartPolicy.times(9).onlyIf(failure -> true).onlyIf(failure -> false);
        assertThat(new Restarts(policy).afterFailure(trouble)).isEmpty();
    }

    /** Without the catch seen to end the stream with the predicate's own failure, and the cause nowhere. */
    @Test
    void aPredicateThatFailsEndsTheStreamWithTheCause() {
        IllegalStateException broken = new IllegalStateException("broken predicate");
        Restarts restarts = new Restarts(RestartPolicy.times(9).onlyIf(failure -> {
            throw broken;
        }));
        assertThat(restarts.afterFailure(trouble)).isEmpty();
        assertThat(trouble.getSuppressed()).containsExactly(broken);
    }

    @Test
    void aConflictIsNotTriedAgainWhateverThePredicateAccepts() {
        assertThat(new Restarts(RestartPolicy.times(9).onlyIf(failure -> true)).afterFailure(conflict))
                .isEmpty();
    }

    /** A topic that is deleted and created again is gone for a moment. */
    @Test
    void aTopicThatIsGoneIsWaitedForWithinThePolicy() {
        Restarts restarts = new Restarts(exactly(3, Duration.ofSeconds(1), Duration.ofSeconds(9)));
        assertThat(restarts.afterFailure(gone(PARTITION))).contains(Duration.ofSeconds(1));
        assertThat(restarts.afterFailedStart(gone(PARTITION))).contains(Duration.ofSeconds(2));
        assertThat(restarts.afterFailedStart(gone(PARTITION))).contains(Duration.ofSeconds(4));
        assertThat(restarts.afterFailedStart(gone(PARTITION))).isEmpty();
    }

    @Test
    void whatElseThePolicyRefusesIsNotWaitedFor() {
        TopicPartition other = new TopicPartition("orders", 1);
        Throwable smaller = new OffsetVerificationException(
                GROUP,
                Map.of(
                        PARTITION,
                        new OffsetVerification.Expired(1, new LogBounds(5, 9)),
                        other,
                        new OffsetVerification.PartitionGone(4)));
        assertThat(new Restarts(RestartPolicy.times(3)).afterFailedStart(smaller))
                .isEmpty();
        assertThat(new Restarts(RestartPolicy.times(3)).afterFailedStart(expired))
                .isEmpty();
    }

    @Test
    void withoutAPolicyAGoneTopicIsDecidedAtOnce() {
        Restarts restarts = new Restarts(RestartPolicy.none());
        assertThat(restarts.afterFailure(gone(PARTITION))).contains(Duration.ZERO);
        assertThat(restarts.afterFailedStart(gone(PARTITION))).isEmpty();
    }

    private static RestartPolicy exactly(int restarts, Duration first, Duration longest) {
        return RestartPolicy.times(restarts).withDelays(first, longest).withJitter(0);
    }

    private static Throwable gone(TopicPartition partition) {
        return new OffsetVerificationException(GROUP, Map.of(partition, new OffsetVerification.PartitionGone(4)));
    }

    private static RuntimeException failedBatch(Throwable cause) {
        return new IllegalStateException("the batch failed", cause);
    }
}
