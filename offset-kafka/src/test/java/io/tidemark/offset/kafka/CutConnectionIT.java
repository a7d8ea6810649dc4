package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.Cut;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;

/** The contract of cut connections, over a proxy that cuts them and lets none through until the next call. */
class CutConnectionIT extends OffsetStoreCutContract {

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    protected OffsetStore openStore() {
        KafkaOffsetStore store = new KafkaOffsetStore(SharedKafka.settings(), options);
        opened.add(store);
        return store;
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        CutProxy proxy = new CutProxy(SharedKafka.address());
        KafkaOffsetStore store = new KafkaOffsetStore(
                Map.of("bootstrap.servers", proxy.address()), options.timeout(Duration.ofSeconds(4)));
        opened.add(store);
        opened.add(proxy);
        switch (cut) {
            // the group's offsets are in the transaction by then
            case BEFORE_REQUEST -> proxy.loseNext(ApiKeys.PRODUCE, CutProxy.Loss.REQUEST);
            case REQUEST_LOST -> proxy.loseNext(ApiKeys.END_TXN, CutProxy.Loss.REQUEST);
            case ANSWER_LOST -> proxy.loseNext(ApiKeys.END_TXN, CutProxy.Loss.ANSWER);
        }
        return new Reconnecting(store, proxy);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        try (Admin admin = Admin.create(SharedKafka.settings())) {
            SharedKafka.forget(admin, options);
        }
    }

    /** Lets connections through again with each call. */
    private record Reconnecting(OffsetStore store, CutProxy proxy) implements OffsetStore {

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
            proxy.allow();
            return store.load(group, topics);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            proxy.allow();
            return store.initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            proxy.allow();
            store.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            proxy.allow();
            store.reposition(reposition);
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            proxy.allow();
            return store.lossReceipts(group);
        }
    }
}
