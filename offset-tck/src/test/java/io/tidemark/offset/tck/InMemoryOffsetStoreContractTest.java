package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;

class InMemoryOffsetStoreContractTest extends OffsetStoreContract {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return store.writingAs(writer);
    }
}
