package io.tidemark.test;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.util.HashMap;
import java.util.Map;

/**
 * A transactional store in memory. A job's own work changes a map of counts, together with the offsets or not at all.
 * Used by one thread at a time.
 *
 * @since 0.1
 */
public final class InMemoryTransactionalStore extends ForwardingOffsetStore
        implements TransactionalOffsetStore<Map<String, Long>> {

    private final InMemoryOffsetStore offsets;
    private final Map<String, Long> counts;

    /**
     * Creates a store.
     *
     * @param offsets keeps the offsets
     * @param counts are changed in place when a commit is applied
     */
    public InMemoryTransactionalStore(InMemoryOffsetStore offsets, Map<String, Long> counts) {
        super(offsets);
        this.offsets = offsets;
        this.counts = counts;
    }

    @Override
    public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super Map<String, Long>, X> work)
            throws X {
        commit.requireStored(offsets.load(commit.group(), commit.topics()));
        Map<String, Long> changed = new HashMap<>(counts);
        work.run(changed);
        offsets.commit(commit);
        counts.putAll(changed);
    }
}
