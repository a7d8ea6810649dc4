package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.spark.ManagedStream;
import io.tidemark.stream.BatchFailedException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two drivers of one group: after a network cut, or a deploy that started the new one before it stopped the old one.
 */
class TwoDriversIT {

    private static final int PARTITIONS = 2;
    private static final WriterName FIRST = new WriterName("driver-1");
    private static final WriterName SECOND = new WriterName("driver-2");

    @ParameterizedTest
    @EnumSource(Store.class)
    void oneGoesOnAndTheOtherStopsWithAConflictThatNamesBoth(Store kind) {
        Job job = new Job("two-" + kind, Servers.newTopic(PARTITIONS));
        Servers.produce(job.topic(), PARTITIONS, 0, 20);
        CountDownLatch overtaken = new CountDownLatch(1);
        try (OpenOffsetStore one = kind.open(FIRST);
                OpenOffsetStore other = kind.open(SECOND);
                ManagedStream stream = job.startCommittingFirst(one.store(), () -> awaitQuietly(overtaken))) {
            // the first has committed and counted a batch, and hangs in it
            await().atMost(Job.LONG).until(() -> !job.seen().isEmpty());
            try (PlainDriver second = new PlainDriver(job, other.store())) {
                Servers.produce(job.topic(), PARTITIONS, 20, 40);
                second.goOnUntil(40);
                Servers.produce(job.topic(), PARTITIONS, 40, 60);
                overtaken.countDown();

                assertNamesBoth(catchThrowable(() -> stream.awaitTermination(Job.LONG)));
                second.goOnUntil(60);
            }
            assertThat(stream.isRunning()).isFalse();
        }
        assertThat(job.seen()).isEqualTo(Job.onceEach(0, 60));
    }

    private static void assertNamesBoth(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(BatchFailedException.class)
                .cause()
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> {
                    assertThat(conflict.writer()).isEqualTo(FIRST);
                    assertThat(conflict.conflicts())
                            .extracting(Conflict::foundWriter)
                            .isNotEmpty()
                            .containsOnly(Optional.of(SECOND));
                })
                .hasMessageContainingAll("as writer driver-1", "were written by driver-2");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
