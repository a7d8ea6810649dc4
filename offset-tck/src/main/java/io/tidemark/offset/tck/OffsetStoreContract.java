package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;

/**
 * The contract of an {@link OffsetStore}. Extend it beside your store:
 *
 * <pre>{@code
 * class MyOffsetStoreContractTest extends OffsetStoreContract {
 *     private final String table = createEmptyTable();
 *
 *     @Override
 *     protected OffsetStore openStore(WriterName writer) {
 *         return new MyOffsetStore(dataSource, table, writer);
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit makes an instance of the class for each test: what the instance makes, a table or a root node, is that
 * test's data and has to be empty. Names in it are as wide as Kafka allows. A store that a cut connection can reach
 * should extend {@link OffsetStoreCutContract} too.
 */
public abstract class OffsetStoreContract
        implements InitializeTests,
                CommitTests,
                RepositionTests,
                ReceiptTests,
                GovernorTests,
                WriterTests,
                NameTests,
                InterruptTests,
                RaceTests {

    /** For the author's class. */
    protected OffsetStoreContract() {}

    /**
     * Opens a store on this test's data. It is called several times in a test, once for each competing driver; all that
     * it returns share the data. They may be one instance for each writer only where no two processes can ever share
     * that data.
     *
     * @param writer who writes on what is returned
     */
    protected abstract OffsetStore openStore(WriterName writer);

    @Override
    public final OffsetStore openOffsets() {
        return openStore(WriterName.ofThisProcess());
    }

    @Override
    public final OffsetStore openOffsets(WriterName writer) {
        return openStore(writer);
    }
}
