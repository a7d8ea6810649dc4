package io.tidemark.offset.tck;

import io.tidemark.offset.InMemoryOffsetStore;
import io.tidemark.offset.OffsetStore;

class InMemoryOffsetStoreContractTest extends OffsetStoreContract {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();

    @Override
    protected OffsetStore openStore() {
        return store;
    }
}
