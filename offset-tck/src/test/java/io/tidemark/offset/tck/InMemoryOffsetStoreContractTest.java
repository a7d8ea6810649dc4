package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.tck.offsets.GroupListingTests;

class InMemoryOffsetStoreContractTest extends OffsetStoreContract implements GroupListingTests {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return store.writingAs(writer);
    }
}
