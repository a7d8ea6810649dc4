package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.WriterName;
import java.util.List;

class InMemoryTransactionalStoreContractTest extends TransactionalOffsetStoreContract<List<String>> {

    private final InMemoryTransactionalStore store = new InMemoryTransactionalStore();

    @Override
    protected TransactionalOffsetStore<List<String>> openStore(WriterName writer) {
        return new AsWriter(store, writer);
    }

    @Override
    protected void writeRow(List<String> connection, String row) {
        connection.add(row);
    }

    @Override
    protected List<String> rows() {
        return store.rows();
    }

    private static final class AsWriter extends WritingAs<InMemoryTransactionalStore>
            implements TransactionalOffsetStore<List<String>> {

        AsWriter(InMemoryTransactionalStore store, WriterName writer) {
            super(store, writer);
        }

        @Override
        public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            here().commitWith(commit, work);
        }
    }
}
