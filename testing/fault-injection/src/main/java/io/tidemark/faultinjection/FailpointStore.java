package io.tidemark.faultinjection;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;

/** An offset store with failpoints around its writes. */
final class FailpointStore extends ForwardingOffsetStore {

    private final Failpoints failpoints;

    FailpointStore(OffsetStore store, Failpoints failpoints) {
        super(store);
        this.failpoints = failpoints;
    }

    @Override
    public void commit(OffsetCommit commit) {
        failpoints.pass(FailpointPlace.BEFORE_COMMIT);
        super.commit(commit);
        failpoints.pass(FailpointPlace.AFTER_COMMIT);
        failpoints.committed();
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        super.reposition(reposition);
        if (!reposition.receipts().isEmpty()) {
            failpoints.pass(FailpointPlace.AFTER_MOVE);
        }
    }
}
