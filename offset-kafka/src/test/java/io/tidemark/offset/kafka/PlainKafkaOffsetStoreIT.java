package io.tidemark.offset.kafka;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;

/** What a store without transactions promises: the contract, but for drivers that write at the same moment. */
class PlainKafkaOffsetStoreIT extends OffsetStoreContract {

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final List<PlainKafkaOffsetStore> stores = new ArrayList<>();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        PlainKafkaOffsetStore store = new PlainKafkaOffsetStore(SharedKafka.settings(), options.writer(writer));
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
        stores.forEach(PlainKafkaOffsetStore::close);
        try (Admin admin = Admin.create(SharedKafka.settings())) {
            SharedKafka.forget(admin, options);
        }
    }
}
