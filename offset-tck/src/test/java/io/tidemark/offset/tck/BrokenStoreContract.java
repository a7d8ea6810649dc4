package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import java.util.function.Supplier;

/** The contract run on whatever store is under test on this thread. */
class BrokenStoreContract extends OffsetStoreContract {

    /** Makes the data of a test, which open a store as often as they are asked. */
    static final ThreadLocal<Supplier<Supplier<OffsetStore>>> UNDER_TEST = new ThreadLocal<>();

    private final Supplier<OffsetStore> data = UNDER_TEST.get().get();

    @Override
    protected OffsetStore openStore() {
        return data.get();
    }
}
