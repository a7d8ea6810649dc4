package io.tidemark.offset.kafka;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;

/** A transactional store whose writes are passed to a mirror after its transaction. */
final class MirroredTransactionalOffsetStore<C> extends MirroredOffsetStore implements TransactionalOffsetStore<C> {

    private final TransactionalOffsetStore<C> store;

    MirroredTransactionalOffsetStore(TransactionalOffsetStore<C> store, KafkaOffsetMirror mirror) {
        super(store, mirror);
        this.store = store;
    }

    @Override
    public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super C, X> work) throws X {
        store.commitWith(commit, work);
        committed(commit);
    }
}
