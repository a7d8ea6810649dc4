package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.function.Supplier;

/** The contract run on whatever store is under test on this thread. */
class BrokenStoreContract extends OffsetStoreContract {

    /** Makes the data of a test, which open a store as often as they are asked. */
    static final ThreadLocal<Supplier<Supplier<OffsetStore>>> UNDER_TEST = new ThreadLocal<>();

    private final Supplier<OffsetStore> data = UNDER_TEST.get().get();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        OffsetStore store = data.get();
        if (store instanceof InMemoryOffsetStore sound) {
            return sound.writingAs(writer);
        }
        return store instanceof ForwardingOffsetStore broken ? new WritingAs<>(broken, writer) : store;
    }
}
