package io.tidemark.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestJobTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void isKilledAndRestartedInItsDirectory() {
        try (TestJob job = TestJob.of(CountingJob.class)
                .arguments("wait")
                .jvmOptions("-Xmx32m")
                .start()) {
            job.await(LONG, () -> job.output().contains("run 1\n"));
            job.kill();
            assertThat(job.isRunning()).isFalse();
            assertThat(job.exitStatus()).isEqualTo(128 + 9);
            job.restart();
            job.await(LONG, () -> job.output().contains("run 2\n"));
            job.stop();
            assertThat(job.exitStatus()).isEqualTo(128 + 15);
        }
    }

    @Test
    void aWaitEndsWithAJobThatHasEnded() {
        try (TestJob job = TestJob.of(CountingJob.class).arguments("3").start()) {
            assertThatThrownBy(() -> job.await(LONG, () -> false))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("job io.tidemark.test.CountingJob: the job has ended with status 3")
                    .hasMessageContaining("run 1");
        }
    }

    @Test
    void aWaitThatIsTooLongNamesTheLastFailureOfItsCondition() {
        try (TestJob job = TestJob.of(CountingJob.class).arguments("wait").start()) {
            assertThatThrownBy(() -> job.await(Duration.ZERO, () -> {
                        throw new IllegalStateException("not there");
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the condition does not hold after 0 ms")
                    .hasRootCauseMessage("not there");
        }
    }
}
