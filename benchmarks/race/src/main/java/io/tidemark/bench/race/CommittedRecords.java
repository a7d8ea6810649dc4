package io.tidemark.bench.race;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;

/** Counts the records whose offsets are committed to a store: polling it would take processor time. Thread-safe. */
final class CommittedRecords extends ForwardingOffsetStore {

    private long committed;

    CommittedRecords(OffsetStore store) {
        super(store);
    }

    @Override
    public void commit(OffsetCommit commit) {
        super.commit(commit);
        add(commit.ranges().stream()
                .mapToLong(range -> range.until() - range.from())
                .sum());
    }

    private synchronized void add(long records) {
        committed += records;
        notifyAll();
    }

    /** Waits until so many records are committed. */
    synchronized void await(long records) throws InterruptedException {
        while (committed < records) {
            wait();
        }
    }
}
