package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.spark.ManagedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store's server goes away under a job, and comes back: nobody has to do anything. */
@Tag("long")
class OutageIT {

    private static final int PARTITIONS = 2;

    // a Kafka that is killed takes the records with it for a while, too: that is tested where the engine is
    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "ZOOKEEPER"})
    void aJobGoesOnByItselfWhenTheServerOfItsStoreWasKilled(Store kind) {
        Job job = new Job("killed-" + kind, Servers.newTopic(PARTITIONS));
        Servers.produce(job.topic(), PARTITIONS, 0, 30);
        try (OpenOffsetStore opened = kind.open(WriterName.ofThisProcess());
                ManagedStream stream = job.startIntoSink(opened.store())) {
            await().atMost(Job.LONG).until(() -> job.counted().size() == 30);

            kind.server().kill();
            Servers.produce(job.topic(), PARTITIONS, 30, 60);
            await().atMost(Job.LONG).until(() -> job.restarts() > 0);
            kind.server().restart();
            Servers.produce(job.topic(), PARTITIONS, 60, 90);

            await().atMost(Job.LONG).until(() -> job.counted().size() == 90);
            await().atMost(Job.LONG).until(() -> total(opened, job) == 90);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(job.counted()).isEqualTo(Job.onceEach(0, 90));
    }

    @Test
    void serversFrozenForHalfAMinuteLoseAndRepeatNothing() {
        List<Committer> committers = new ArrayList<>();
        try {
            for (Store kind : List.of(Store.MYSQL, Store.ZOOKEEPER)) {
                committers.add(Committer.start(kind));
            }
            committers.forEach(committer -> committer.awaitMore(20));

            committers.forEach(committer -> committer.kind().server().freeze());
            // the outage itself, which is the condition here
            await().pollDelay(Duration.ofSeconds(30))
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> true);
            committers.forEach(committer -> committer.kind().server().thaw());

            committers.forEach(committer -> committer.awaitMore(20));
            assertThat(committers).allSatisfy(committer -> {
                assertThat(committer.failures())
                        .as("failures on %s", committer.kind())
                        .isPositive();
                assertThat(committer.wrong())
                        .as("what went wrong on %s", committer.kind())
                        .isEmpty();
            });
        } finally {
            committers.forEach(committer -> committer.kind().server().thaw());
            committers.forEach(Committer::close);
        }
    }

    private static long total(OpenOffsetStore opened, Job job) {
        return opened.store().load(job.group(), Set.of(job.topic())).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }
}
