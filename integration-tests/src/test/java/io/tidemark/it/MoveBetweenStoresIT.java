package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OffsetCopy;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.spark.ManagedStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A job moves from each store to each other one: stopped, copied, started there. */
class MoveBetweenStoresIT {

    private static final int PARTITIONS = 3;
    private static final int STEP = 50;

    /** Every way from one to another, once. */
    private static final List<Store> TOUR =
            List.of(Store.MYSQL, Store.ZOOKEEPER, Store.KAFKA, Store.MYSQL, Store.KAFKA, Store.ZOOKEEPER, Store.MYSQL);

    @Test
    void nothingIsLostOrRepeatedOnTheWayFromEachStoreToEachOther() {
        Job job = new Job("moving", Servers.newTopic(PARTITIONS));
        int produced = 0;
        for (int stop = 0; stop < TOUR.size(); stop++) {
            try (OpenOffsetStore here = open(TOUR.get(stop))) {
                if (stop > 0) {
                    moveTo(here, TOUR.get(stop - 1), job);
                }
                Servers.produce(job.topic(), PARTITIONS, produced, produced + STEP);
                produced += STEP;
                int expected = produced;
                try (ManagedStream stream = job.start(here.store())) {
                    await().atMost(Job.LONG).until(() -> job.seen().size() >= expected || !stream.isRunning());
                }
                assertThat(job.seen())
                        .as("after the stop at %s, number %s", TOUR.get(stop), stop)
                        .isEqualTo(Job.onceEach(0, expected));
            }
        }
    }

    private static void moveTo(OpenOffsetStore here, Store before, Job job) {
        try (OpenOffsetStore there = open(before)) {
            OffsetCopy.Report report =
                    OffsetCopy.copyOver(there.store(), here.store(), job.group(), Set.of(job.topic()));
            assertThat(report.withoutIdentity()).isZero();
            assertThat(report.offsets().values()).hasSize(PARTITIONS).allSatisfy(entry -> assertThat(entry.identity())
                    .isPresent());
        }
    }

    private static OpenOffsetStore open(Store store) {
        return store.open(WriterName.ofThisProcess());
    }
}
