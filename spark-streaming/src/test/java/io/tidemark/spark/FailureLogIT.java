package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.logging.Warnings;
import io.tidemark.spark.internal.run.StreamRun;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.internal.supervision.Supervisor;
import io.tidemark.test.RestorableSink;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.streaming.scheduler.JobScheduler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reason of a failure is in the log once. */
@Tag("long")
class FailureLogIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String REASON = "the reason of this failure";

    @Test
    void theReasonOfAFailedHandlerIsLoggedOnce() {
        AtomicInteger calls = new AtomicInteger();
        assertLoggedOnce("failed-handler", new RestorableSink(), batch -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException(REASON);
            }
            return Counting.measure(batch);
        });
    }

    @Test
    void theReasonOfAFailedWriteIsLoggedOnce() {
        AtomicInteger calls = new AtomicInteger();
        RestorableSink failing = new RestorableSink() {
            @Override
            public void write(MetricBatch batch) {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException(REASON);
                }
                super.write(batch);
            }
        };
        assertLoggedOnce("failed-write", failing, Counting::measure);
    }

    private void assertLoggedOnce(String group, RestorableSink sink, BatchMeasure<byte[], byte[]> measure) {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 20);
        try (Warnings ofSpark = new Warnings(JobScheduler.class);
                Warnings ofRun = new Warnings(StreamRun.class);
                Warnings ofSupervisor = new Warnings(Supervisor.class);
                ManagedStream stream = ManagedStream.of(
                                TestSpark.context(),
                                new InMemoryOffsetStore(),
                                Counting.settings(group, topic)
                                        .restarts(RestartPolicy.times(3))
                                        .build())
                        .exactlyOnceInto(sink, measure)) {
            await().atMost(LONG)
                    .until(() -> Counting.counted(sink.contents(), group).size() == 20);
            assertThat(stream.isRunning()).isTrue();
            String log = ofSpark.text() + ofRun.text() + ofSupervisor.text();
            assertThat(log.split(REASON, -1).length - 1).as(log).isEqualTo(1);
            assertThat(ofSupervisor.messages()).singleElement().asString().contains("is restarted in");
        }
    }
}
