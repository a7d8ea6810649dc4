package io.tidemark.offset.tck;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.offsets.CommitTests;
import io.tidemark.offset.tck.offsets.GovernorTests;
import io.tidemark.offset.tck.offsets.InitializeTests;
import io.tidemark.offset.tck.offsets.InterruptTests;
import io.tidemark.offset.tck.offsets.NameTests;
import io.tidemark.offset.tck.offsets.RaceTests;
import io.tidemark.offset.tck.offsets.RandomHistoryTests;
import io.tidemark.offset.tck.offsets.ReceiptTests;
import io.tidemark.offset.tck.offsets.RepositionTests;
import io.tidemark.offset.tck.offsets.WriterTests;

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
 * <p>JUnit makes an instance of the class for each test: what the instance creates, a table or a root node, is that
 * test's data and must be empty. Names are as long as Kafka allows. A store that uses a network connection should
 * extend {@link OffsetStoreCutContract} too.
 *
 * @since 0.1
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
                RandomHistoryTests,
                RaceTests {

    /** For subclasses. */
    protected OffsetStoreContract() {}

    /**
     * Opens a store on this test's data. It is called several times in a test, once for each competing driver, and all
     * returned stores share the data. They may be one instance for each writer only if two processes can never share
     * that data.
     *
     * @param writer the writer's name of the returned store
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
