package io.tidemark.offset.kafka;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract without transactions, except for drivers that write at the same moment. */
@Tag("long")
class KafkaStoreWithoutTransactionsIT extends OffsetStoreContract {

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final List<KafkaOffsetStore> stores = new ArrayList<>();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        KafkaOffsetStore store = KafkaOffsetStore.withoutTransactions(SharedKafka.settings(), options.writer(writer));
        stores.add(store);
        return store;
    }

    /** Not promised: see {@link DriversAtOnceIT}. */
    @Override
    public void racingCommitsFormAChainWithoutGapOrOverlap() {}

    /** Not promised. */
    @Override
    public void racingMovesAndCommitsFormAChain() {}

    /** Not promised. */
    @Override
    public void racingFirstOffsetsAreStoredOnce() {}

    /** Not promised. */
    @Override
    public void nobodyReadsHalfACommit() {}

    @AfterEach
    void close() {
        stores.forEach(KafkaOffsetStore::close);
        try (Admin admin = Admin.create(SharedKafka.settings())) {
            SharedKafka.forget(admin, options);
        }
    }
}
