package io.tidemark.offset.kafka;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract of cut connections, over a proxy that cuts them and lets none through until the next call. */
@Tag("long")
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
        FaultProxy proxy = Faults.proxy();
        KafkaOffsetStore store = new KafkaOffsetStore(
                Map.of("bootstrap.servers", proxy.address()), options.timeout(Duration.ofSeconds(4)));
        opened.add(store);
        opened.add(proxy);
        switch (cut) {
            // the group's offsets are in the transaction by then
            case BEFORE_REQUEST -> Faults.loseNext(proxy, ApiKeys.PRODUCE, Direction.REQUEST);
            case REQUEST_LOST -> Faults.loseNext(proxy, ApiKeys.END_TXN, Direction.REQUEST);
            case ANSWER_LOST -> Faults.loseNext(proxy, ApiKeys.END_TXN, Direction.ANSWER);
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
    private record Reconnecting(OffsetStore store, FaultProxy proxy) implements OffsetStore {

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            proxy.pass();
            return store.load(group);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            proxy.pass();
            return store.initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            proxy.pass();
            store.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            proxy.pass();
            store.reposition(reposition);
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            proxy.pass();
            return store.lossReceipts(group);
        }

        @Override
        public Optional<Governor> governor(GroupId group) {
            proxy.pass();
            return store.governor(group);
        }

        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            proxy.pass();
            store.recordGovernor(group, governor);
        }
    }
}
