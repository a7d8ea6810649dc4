package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;
import java.util.ArrayList;
import java.util.List;

/** A transactional store in memory: the simplest correct one, and the base of the broken ones. */
class InMemoryTransactionalStore extends ForwardingOffsetStore implements TransactionalOffsetStore<List<String>> {

    final List<String> rows = new ArrayList<>();

    @Override
    public synchronized void commit(OffsetCommit commit) {
        super.commit(commit);
    }

    @Override
    public synchronized <X extends Exception> void commitWith(OffsetCommit commit, Work<? super List<String>, X> work)
            throws X {
        commit.requireStored(sound.load(commit.group(), commit.topics()));
        List<String> written = new ArrayList<>();
        work.run(written);
        sound.commit(commit);
        rows.addAll(written);
    }

    synchronized List<String> rows() {
        return List.copyOf(rows);
    }
}
