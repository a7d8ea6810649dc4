package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.util.HashMap;
import java.util.Map;

/** A store in memory in whose transactions counts change, too. Used by one thread. */
final class TransactionalModelStore extends ForwardingOffsetStore
        implements TransactionalOffsetStore<Map<String, Long>> {

    private final InMemoryOffsetStore offsets;
    private final Map<String, Long> counts;

    TransactionalModelStore(InMemoryOffsetStore offsets, Map<String, Long> counts) {
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
