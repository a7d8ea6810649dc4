package io.tidemark.offset.tck;

import io.tidemark.offset.TransactionalOffsetStore;
import java.util.List;

class InMemoryTransactionalStoreContractTest extends TransactionalOffsetStoreContract<List<String>> {

    private final InMemoryTransactionalStore store = new InMemoryTransactionalStore();

    @Override
    protected TransactionalOffsetStore<List<String>> openStore() {
        return store;
    }

    @Override
    protected void writeRow(List<String> connection, String row) {
        connection.add(row);
    }

    @Override
    protected List<String> rows() {
        return store.rows();
    }
}
