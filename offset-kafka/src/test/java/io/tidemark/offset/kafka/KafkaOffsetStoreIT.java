package io.tidemark.offset.kafka;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;

/** The contract, for topics that the cluster has and for such that it has not. */
class KafkaOffsetStoreIT extends OffsetStoreContract implements GroupListingTests {

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final List<KafkaOffsetStore> stores = new ArrayList<>();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        KafkaOffsetStore store = new KafkaOffsetStore(SharedKafka.settings(), options.writer(writer));
        stores.add(store);
        return store;
    }

    @AfterEach
    void close() {
        stores.forEach(KafkaOffsetStore::close);
        try (Admin admin = Admin.create(SharedKafka.settings())) {
            SharedKafka.forget(admin, options);
        }
    }
}
