package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.function.Supplier;

/** Runs the contract on the current thread's store. */
class BrokenStoreContract extends OffsetStoreContract {

    /** Creates the data of a test, on which stores are opened. */
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
